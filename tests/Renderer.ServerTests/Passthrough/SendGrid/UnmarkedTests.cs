using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.SendGrid;

/// <summary>A request without marks arrives byte for byte, with the caller's headers.</summary>
public sealed class UnmarkedTests : IAsyncLifetime
{
    private static readonly string[] OfTheConnection = ["Host", "Authorization", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length"];

    private EspHost host = null!;
    private Stage stage = null!;

    public async ValueTask InitializeAsync()
    {
        host = await EspHost.StartAsync();
        stage = await host.StageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Bodies_of_all_kinds_arrive_as_they_were_sent()
    {
        var random = new Random(17);
        for (var i = 0; i < 400; i++)
        {
            var body = Body(random);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/esp/mail/v3/mail/send") { Content = Content(random, ref body) };
            foreach (var (name, value) in Headers(random))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            request.Headers.ExpectContinue = random.Next(20) == 0;
            request.Headers.TransferEncodingChunked = random.Next(2) == 0;
            using var answer = await stage.Node.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.True(host.Came.TryDequeue(out var came));
            Assert.Equal(body, came.Body);
            Assert.Equal("/v3/mail/send", came.Target);
            Assert.Equal("Bearer SG.real", came.Headers["Authorization"]);
            Assert.Equal(
                request.Headers.NonValidated.Concat(request.Content.Headers.NonValidated).Where(header => !OfTheConnection.Contains(header.Key))
                    .Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}").Order(StringComparer.Ordinal),
                came.Headers.Where(header => !OfTheConnection.Contains(header.Key)).Select(header => $"{header.Key.ToLowerInvariant()}: {header.Value}").Order(StringComparer.Ordinal));
            Assert.Equal(request.Headers.TransferEncodingChunked == true, !came.Headers.ContainsKey("Content-Length"));
        }
    }

    [Fact]
    public async Task A_body_arrives_wherever_the_stream_is_split()
    {
        var body = Encoding.UTF8.GetBytes("""{"personalizations":[{"to":[{"email":"a@b.example"}]}],"text":"[[renderer letter]] [[renderer"}""");
        var uri = new Uri(stage.Node.Url);
        for (var split = 0; split <= body.Length; split++)
        {
            using var socket = new TcpClient(uri.Host, uri.Port) { NoDelay = true };
            await using var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /esp/mail/v3/mail/send HTTP/1.1\r\nHost: {uri.Authority}\r\nAuthorization: Bearer dev\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n"));
            await stream.WriteAsync(body.AsMemory(0, split));
            await stream.FlushAsync();
            await Task.Yield();
            await stream.WriteAsync(body.AsMemory(split));
            using var reader = new StreamReader(stream);
            Assert.StartsWith("HTTP/1.1 202", await reader.ReadToEndAsync(), StringComparison.Ordinal);
            Assert.True(host.Came.TryDequeue(out var came));
            Assert.Equal(body, came.Body);
        }
    }

    [Fact]
    public async Task A_mark_is_found_wherever_a_long_stream_is_split()
    {
        for (var before = 256 * 1024 - 40; before < 256 * 1024 + 40; before += 9)
        {
            host.Came.Clear();
            var mail = Mailing.To([1, 2], "[[renderer:letter#hero]]", "x");
            mail["attachments"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["content"] = new string('A', before), ["filename"] = "a.bin" });
            var content = mail["content"]!.DeepClone();
            mail.Remove("content");
            mail["content"] = content;
            using var answer = await stage.Node.SendAsync(mail.ToJsonString());
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.All(host.Outbox().Values, got => Assert.StartsWith("<p class=\"hero\">", got.Html, StringComparison.Ordinal));
            Assert.Equal(before, host.Came.Single().Json.GetProperty("attachments")[0].Text("content")!.Length);
        }
    }

    [Fact]
    public async Task Other_requests_and_answers_pass_as_they_are()
    {
        host.Answer = (http, _) =>
        {
            http.Response.StatusCode = 404;
            http.Response.Headers["X-RateLimit-Remaining"] = "7";
            http.Response.Headers.ContentType = "application/json";
            return http.Response.WriteAsync("""{"errors":[{"message":"not found"}]}""");
        };
        using var answer = await stage.Node.Http.GetAsync("/esp/mail/v3/suppression/bounces?limit=1&x=%2Fa%20b&y=[[renderer:letter]]");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("""{"errors":[{"message":"not found"}]}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("7", answer.Headers.GetValues("X-RateLimit-Remaining").Single());
        Assert.Equal("/v3/suppression/bounces?limit=1&x=%2Fa%20b&y=[[renderer:letter]]", host.Came.Single().Target);

        host.Answer = (http, _) =>
        {
            http.Response.StatusCode = 405;
            return Task.CompletedTask;
        };
        using var empty = await stage.Node.Http.DeleteAsync("/esp/mail/v3/x");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, empty.StatusCode);
        Assert.Empty(await empty.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_base_address_may_have_a_path()
    {
        await using var below = await host.StageAsync(path: "/proxy/sg/");
        using var answer = await below.Node.SendAsync("{}");
        Assert.Equal("/proxy/sg/v3/mail/send", host.Came.Single().Target);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_long_body_and_memory_stays_flat()
    {
        var body = new byte[25 * 1024 * 1024];
        new Random(1).NextBytes(body);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await stage.Node.Http.PostAsync("/esp/mail/v3/mail/send", new ByteArrayContent(body));
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            Assert.True(host.Came.TryDequeue(out var came));
            Assert.True(body.AsSpan().SequenceEqual(came.Body));
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(stage.Folder, "state-0", "spool")));
        using var larger = await stage.Node.Http.PostAsync("/esp/mail/v3/mail/send", new ByteArrayContent(new byte[65 * 1024 * 1024]));
        Assert.Contains("(body_too_large)", await larger.ErrorAsync(HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
    }

    private static byte[] Body(Random random)
    {
        var body = new byte[random.Next(4) switch { 0 => 1, 1 => random.Next(1, 5_000), 2 => random.Next(1, 70_000), _ => random.Next(250_000, 300_000) }];
        random.NextBytes(body);
        if (random.Next(2) == 0)
        {
            Encoding.ASCII.GetBytes("[[renderer:letter]").AsSpan(0, Math.Min(18, body.Length)).CopyTo(body.AsSpan(random.Next(Math.Max(1, body.Length - 18))));
        }

        return body;
    }

    private static ByteArrayContent Content(Random random, ref byte[] body)
    {
        var encoding = random.Next(4) switch { 0 => "gzip", 1 => "br", 2 => "broken", _ => null };
        if (encoding is "gzip" or "br")
        {
            using var packed = new MemoryStream();
            using (Stream pack = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Fastest, true) : new BrotliStream(packed, CompressionLevel.Fastest, true))
            {
                pack.Write(body);
            }

            body = packed.ToArray();
        }

        var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding == "broken" ? "gzip" : encoding);
        }

        return content;
    }

    private static IEnumerable<(string Name, string Value)> Headers(Random random)
    {
        yield return ("User-Agent", "sendgrid/8.1.3;nodejs");
        yield return ("Accept", "application/json");
        if (random.Next(2) == 0)
        {
            yield return ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            yield return ("X-Custom-" + random.Next(9), "a, b;c=\"d\"");
            yield return ("On-Behalf-Of", "sub");
        }
    }
}
