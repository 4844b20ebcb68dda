using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Freshness;

/// <summary>A long batch: in order, each with their own name, by bulk reads alone, with flat memory behind a slow reader.</summary>
public sealed class LongBatchTests
{
    private const int MemoryMb = 32;

    private static int People => Environment.GetEnvironmentVariable("RENDERER_LONG") == "1" ? 100_000 : 10_000;

    [Fact]
    public async Task Everybody_is_streamed_through_in_order_by_bulk_reads_with_flat_memory()
    {
        await using var stage = await Stage.StartAsync(
            node: new() { ["Cache:MemoryMb"] = $"{MemoryMb}" }, sandbox: new() { ["People"] = $"{People}", ["TokenSeconds"] = "3600" });
        await stage.Node.HelloAsync("p0001");
        await stage.Sandbox.ForgetCallsAsync();
        var before = Measure();
        var most = 0L;

        var pipe = new Pipe();
        using var content = new StreamContent(pipe.Reader.AsStream());
        content.Headers.ContentType = new("application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/render/hello/batch?budget_ms=10000") { Content = content };
        var feeding = FeedAsync(pipe.Writer);
        using var answer = await stage.Node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var i = 0; i < People; i++)
        {
            var mail = JsonSerializer.Deserialize<JsonElement>((await reader.ReadLineAsync())!);
            Assert.Equal(i, mail.GetProperty("index").GetInt32());
            Assert.True(mail.Text("outcome") == "live", mail.GetRawText());
            Assert.StartsWith($"Hello {Name(i + 1)}", mail.Text("subject"), StringComparison.Ordinal);
            if (i % (People / 20) == 0)
            {
                await Task.Delay(50);
                most = Math.Max(most, Measure() - before);
            }
        }

        Assert.Null(await reader.ReadLineAsync());
        await feeding;
        Assert.Equal(People / 100, await stage.Sandbox.CallsAsync());
        Assert.True(most < (MemoryMb + 150) * 1024L * 1024, $"memory grew by {most / 1024 / 1024} MB");
    }

    private static string Name(int n) => $"Gen{n:0000000}";

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
