using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Renderer.ServerTests.Gateway;

public sealed class StreamTests : IAsyncLifetime
{
    private TestNode node = null!;
    private Front front = null!;

    public async ValueTask InitializeAsync()
    {
        node = await TestNode.StartAsync("a");
        front = await Front.StartAsync([node]);
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await node.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_comes_back_before_the_next_line_is_written()
    {
        node.Answer = EchoLinesAsync;
        await using var caller = await BatchCaller.StartAsync(front.Address, "/v1/render/welcome/batch");
        using var reader = new StreamReader(caller.Answer);
        for (var i = 0; i < 50; i++)
        {
            await caller.WriteLineAsync($"line {i}");
            Assert.Equal($"line {i}", await reader.ReadLineAsync());
        }

        await caller.EndAsync();
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_hundred_megabytes_pass_a_slow_reader_and_memory_stays_flat()
    {
        const int Lines = 10_000;
        var answer = new string('x', 10_000);
        node.Answer = async context =>
        {
            using var lines = new StreamReader(context.Request.Body);
            while (await lines.ReadLineAsync() is not null)
            {
                await context.Response.WriteAsync(answer + "\n");
            }
        };

        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        await using var caller = await BatchCaller.StartAsync(front.Address, "/v1/render/welcome/batch");
        var writing = Task.Run(async () =>
        {
            // 100 MB up as well: the gateway must not swallow what the node does not take.
            for (var i = 0; i < Lines; i++)
            {
                await caller.WriteLineAsync(answer);
            }

            await caller.EndAsync();
        });
        await using var body = caller.Answer;
        var buffer = new byte[64 * 1024];
        long read = 0;
        for (int n; (n = await body.ReadAsync(buffer)) > 0;)
        {
            read += n;
            if (read / 5_000_000 != (read - n) / 5_000_000)
            {
                await Task.Delay(20);
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        await writing;
        Assert.Equal(Lines * (answer.Length + 1L), read);
        // Client, gateway and node share this process: all their buffers together.
        Assert.InRange(most, long.MinValue, 24_000_000);
    }

    [Fact]
    public async Task A_reader_that_stands_still_stops_the_node_and_not_the_gateway_s_memory()
    {
        long written = 0;
        node.Answer = async context =>
        {
            var chunk = new byte[64 * 1024];
            while (Interlocked.Read(ref written) < 200_000_000)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                Interlocked.Add(ref written, chunk.Length);
            }
        };

        using var response = await front.Client.GetAsync("/v1/export", HttpCompletionOption.ResponseHeadersRead);
        long last;
        do
        {
            last = Interlocked.Read(ref written);
            await Task.Delay(300);
        }
        while (last != Interlocked.Read(ref written));
        Assert.InRange(last, 1, 60_000_000); // the kernel's socket buffers, twice
    }

    [Fact]
    public async Task A_caller_that_breaks_off_is_seen_by_the_node_as_broken_off()
    {
        var ended = new TaskCompletionSource<string>();
        node.Answer = async context =>
        {
            try
            {
                await EchoLinesAsync(context);
                ended.SetResult("as if it were whole");
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                ended.SetResult("broken");
            }
        };

        await using var caller = await BatchCaller.StartAsync(front.Address, "/v1/render/welcome/batch");
        await caller.WriteLineAsync("one");
        Assert.Equal("one", await new StreamReader(caller.Answer).ReadLineAsync());
        caller.Reset();
        Assert.Equal("broken", await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_node_that_breaks_off_is_seen_by_the_caller_as_broken_off()
    {
        var seen = new TaskCompletionSource();
        node.Answer = async context =>
        {
            await context.Response.WriteAsync("first\n");
            await seen.Task;
            context.Abort();
        };
        await using var caller = await BatchCaller.StartAsync(front.Address, "/v1/render/welcome/batch");
        await caller.WriteLineAsync("one");
        using var reader = new StreamReader(caller.Answer);
        Assert.Equal("first", await reader.ReadLineAsync());
        seen.SetResult();
        await Assert.ThrowsAnyAsync<IOException>(async () => await reader.ReadLineAsync());
        Assert.Single(node.Seen);
    }

    [Fact]
    public async Task A_refusal_before_the_body_was_read_reaches_the_caller()
    {
        node.Answer = async context =>
        {
            context.Response.StatusCode = 413;
            await context.Response.WriteAsync("too large");
        };
        using var content = new ByteArrayContent(new byte[5_000_000]);
        using var response = await front.Client.PostAsync("/v1/render/welcome", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("too large", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_long_body_arrives_whole_with_its_headers()
    {
        var sent = new byte[3_000_000];
        Random.Shared.NextBytes(sent);
        string? type = null;
        node.Answer = async context =>
        {
            type = context.Request.ContentType;
            using var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy);
            await context.Response.WriteAsync(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(copy.ToArray())));
        };
        using var content = new ByteArrayContent(sent);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/anything") { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await front.Client.SendAsync(request);
        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(sent)), await response.Content.ReadAsStringAsync());
        Assert.Equal("application/octet-stream", type);
    }

    [Fact]
    public async Task A_stream_outlasts_the_answer_timeout_but_not_the_idle_timeout()
    {
        await using var strict = await Front.StartAsync(
            [node], options => options with { AnswerTimeout = TimeSpan.FromSeconds(1), IdleTimeout = TimeSpan.FromSeconds(2) });
        node.Answer = EchoLinesAsync;
        await using var caller = await BatchCaller.StartAsync(strict.Address, "/v1/render/welcome/batch");
        await caller.WriteLineAsync("line");
        using var reader = new StreamReader(caller.Answer);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("line", await reader.ReadLineAsync());
            await Task.Delay(400);
            await caller.WriteLineAsync("line");
        }

        Assert.Equal("line", await reader.ReadLineAsync());
        await Assert.ThrowsAnyAsync<IOException>(async () => await reader.ReadLineAsync());
    }

    private static async Task EchoLinesAsync(HttpContext context)
    {
        using var lines = new StreamReader(context.Request.Body);
        while (await lines.ReadLineAsync(context.RequestAborted) is { } line)
        {
            await context.Response.WriteAsync(line + "\n");
        }
    }
}
