using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Renderer.Profiles;
using Renderer.Templates;

namespace Renderer.Messages.Batches;

/// <summary>One line of a batch, read.</summary>
/// <param name="Index">Its number among the non-empty lines, from 0.</param>
/// <param name="Order">What it asks for; null when the line is faulty.</param>
/// <param name="Tag">What the door needs back with the answer (the line's fault, what it holds).</param>
/// <param name="Bytes">What it holds in memory until it is answered.</param>
public readonly record struct BatchLine(long Index, MessageOrder? Order, object? Tag, int Bytes = 0);

/// <summary>One line's answer.</summary>
/// <param name="Line">The line.</param>
/// <param name="Answer">Its answer; default when the line was faulty.</param>
public readonly record struct BatchResult(BatchLine Line, MessageAnswer Answer);

/// <summary>Renders a stream of orders in input order: people are read in bulk, memory is flat, a slow reader slows the reading.</summary>
public sealed class BatchDesk(MessageDesk desk, PersonStep people, ProfileReader profiles, TimeProvider clock)
{
    /// <summary>A bulk read takes a hundred people (HubSpot's limit, the smallest of the CRMs').</summary>
    public const int ChunkSize = 100;

    /// <summary>The most bytes of lines in a chunk, about: a line may have a megabyte, and memory is flat.</summary>
    private const int ChunkBytes = 4_000_000;

    /// <summary>Chunks on their way at once: one being read, one rendered, one written.</summary>
    private const int ChunksAhead = 3;

    /// <summary>Renders all lines; the answers come in input order.</summary>
    /// <param name="template">The template, one version for the whole stream.</param>
    /// <param name="lines">The lines, read as room is made.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<BatchResult> RunAsync(
        Template template,
        IAsyncEnumerable<BatchLine> lines,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chunks = Channel.CreateBounded<Task<BatchResult[]>>(ChunksAhead - 1);
        var feeding = FeedAsync(chunks.Writer, template, lines, stop.Token);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var result in await chunk)
                {
                    yield return result;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await feeding;
        }
    }

    private async Task FeedAsync(
        ChannelWriter<Task<BatchResult[]>> chunks,
        Template template,
        IAsyncEnumerable<BatchLine> lines,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var chunk in Chunks.GatherAsync(lines, ChunkSize, ChunkBytes, clock, cancellationToken))
            {
                await chunks.WriteAsync(RenderAsync(template, chunk, cancellationToken), cancellationToken);
            }

            chunks.Complete();
        }
        catch (Exception failure)
        {
            // A broken or cancelled input ends the answers with the same failure, after those already on their way.
            chunks.Complete(failure);
        }
    }

    private async Task<BatchResult[]> RenderAsync(
        Template template, IReadOnlyList<BatchLine> chunk, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var readings = await ReadAsync(template, chunk, cancellationToken);
        var results = new BatchResult[chunk.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var line = chunk[i];
            results[i] = new BatchResult(line, line.Order is null
                ? default
                : await desk.ComposeAsync(template, line.Order, readings.GetValueOrDefault(line.Index), cancellationToken));
        }

        return results;
    }

    /// <summary>The people of a chunk who may be looked up, by line: a bulk read for each budget, since nobody's haste may cost the others their data.</summary>
    private async Task<Dictionary<long, ProfileReading>> ReadAsync(
        Template template, IReadOnlyList<BatchLine> chunk, CancellationToken cancellationToken)
    {
        var groups = await Task.WhenAll(chunk
            .Where(line => line.Order is { Fetch: true, Recipient: not null } && !template.Reads.IsEmpty && !people.IsWithheld(line.Order))
            .GroupBy(line => line.Order!.Budget.Total)
            .Select(async lines => lines.Zip(await profiles.ReadManyAsync(
                lines.First().Order!.Workspace,
                [.. lines.Select(line => line.Order!.Recipient!.Value)],
                desk.ReadsOf(template, lines.First().Order!.Workspace),
                lines.Select(line => line.Order!.Budget.Less(MessageDesk.Reserve(line.Order.Budget))).MinBy(budget => budget.Left),
                cancellationToken))));
        var readings = new Dictionary<long, ProfileReading>();
        foreach (var (line, reading) in groups.SelectMany(pairs => pairs))
        {
            people.Note(line.Order!, reading);
            readings.Add(line.Index, reading);
        }

        return readings;
    }
}
