using BenchmarkDotNet.Attributes;
using Renderer.Messages;
using Renderer.Model;

namespace Renderer.Benchmarks;

/// <summary>A person who is in this node's memory, and the whole story of a message to them: what a door pays when all is warm.</summary>
[MemoryDiagnoser]
public class CacheBenchmarks : IAsyncDisposable
{
    private const string Template = "welcome";
    private Node node = null!;
    private ReadSet reads = ReadSet.None;

    [GlobalSetup]
    public async Task StartAsync()
    {
        node = new Node();
        await node.StartAsync();
        reads = node.Files.Templates[Template].Reads;
        if (await ReadAsync() != ProfileState.Fresh || await ReadAsync() != ProfileState.Fresh)
        {
            throw new InvalidOperationException("the person is not in memory: nothing to measure");
        }
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Found in memory, judged fresh.</summary>
    [Benchmark]
    public async Task<ProfileState> ReadAsync() =>
        (await node.Reader.ReadAsync(Samples.Workspace, Identifier.Id(Template), reads, Within(), default)).State;

    /// <summary>Template, profile, decisions, all parts, hashes.</summary>
    [Benchmark]
    public async Task<Outcome> ComposeAsync()
    {
        var order = new MessageOrder { Workspace = Samples.Workspace, Template = Template, Recipient = Identifier.Id(Template), Budget = Within() };
        return (await node.Desk.ComposeAsync(order, default)).Message!.Outcome;
    }

    private static Budget Within() => Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(1));
}
