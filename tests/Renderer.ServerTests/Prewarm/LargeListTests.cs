using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Prewarm;

/// <summary>A long list goes to disk and not into memory: 200,000 lines, a million with <c>RENDERER_LONG=1</c>.</summary>
public sealed class LargeListTests(ITestOutputHelper output)
{
    private static int People => Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? 1_000_000 : 200_000;

    [Fact]
    public async Task A_long_list_is_taken_with_flat_memory()
    {
        await using var stage = await QuotaStage.StartAsync(["rate: 1/h"], []);
        await stage.Node.PrewarmAsync("{\"id\":\"p0001\"}\n");
        var before = Measure();
        var pipe = new Pipe();
        using var content = new StreamContent(pipe.Reader.AsStream());
        content.Headers.ContentType = new("application/x-ndjson");
        var most = 0L;
        var feeding = FeedAsync(pipe.Writer, () => most = Math.Max(most, Measure() - before));
        var watch = Stopwatch.StartNew();
        using var answer = await stage.Node.Http.PostAsync("/v1/prewarm/hello", content);
        await feeding;
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(People, (await answer.JsonAsync()).Count("total"));
        output.WriteLine($"{People} lines in {watch.Elapsed.TotalSeconds:0.0} s, memory at most {most / 1024 / 1024} MB more");
        Assert.True(most < 100 * 1024 * 1024, $"memory grew by {most / 1024 / 1024} MB");
    }

    private static long Measure()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static async Task FeedAsync(PipeWriter writer, Action measure)
    {
        for (var n = 1; n <= People; n++)
        {
            writer.Write(Encoding.ASCII.GetBytes($"{{\"recipient\":{{\"email\":\"g{n:0000000}@people.example\"}}}}\n"));
            if (n % 1000 == 0)
            {
                await writer.FlushAsync();
            }

            if (n % 20_000 == 0)
            {
                measure();
            }
        }

        await writer.CompleteAsync();
    }
}
