using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Links;

/// <summary>A long list of recipients: 100,000, a million with <c>RENDERER_LONG=1</c>; in order and with flat memory.</summary>
public sealed class LongLinksTests
{
    private const long MostMemory = 100L * 1024 * 1024;

    private static int People => Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? 1_000_000 : 100_000;

    [Fact]
    public async Task Everybody_is_streamed_through_in_order_with_flat_memory()
    {
        await using var stage = await Stage.StartAsync();
        var pipe = new Pipe();
        using var content = new StreamContent(pipe.Reader.AsStream());
        content.Headers.ContentType = new("application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/links") { Content = content };
        var feeding = FeedAsync(pipe.Writer);
        using var answer = await stage.Node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var (before, most) = (0L, 0L);
        for (var i = 0; i < People; i++)
        {
            Assert.StartsWith($"{{\"index\":{i},\"token\":\"", await reader.ReadLineAsync(), StringComparison.Ordinal);
            if (i == People / 10)
            {
                before = Measure();
            }
            else if (i > People / 10 && i % (People / 50) == 0)
            {
                most = Math.Max(most, Measure() - before);
            }
        }

        Assert.Null(await reader.ReadLineAsync());
        await feeding;
        Assert.True(most < MostMemory, $"memory grew by {most / 1024 / 1024} MB");
    }

    private static long Measure()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static async Task FeedAsync(PipeWriter writer)
    {
        for (var n = 1; n <= People; n++)
        {
            writer.Write(Encoding.ASCII.GetBytes($"{{\"id\":\"g{n:0000000}\"}}\n"));
            if (n % 100 == 0)
            {
                await writer.FlushAsync();
            }
        }

        await writer.CompleteAsync();
    }
}
