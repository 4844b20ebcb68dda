using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.SendGrid;

/// <summary>Marks in SendGrid's requests: each recipient gets their own, and nobody anybody else's.</summary>
public sealed class MarkedTests : IAsyncLifetime
{
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
    public async Task Each_recipient_gets_their_own_subject_and_block_in_one_request()
    {
        int[] people = [1, 2, 3, 4, 5, 6, 7];
        using var answer = await stage.Node.SendAsync(Mailing.To(people).ToJsonString());

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("Bearer SG.real", host.Came.Single().Headers["Authorization"]);
        Assert.StartsWith("id-", answer.Headers.GetValues("X-Message-Id").Single(), StringComparison.Ordinal);
        var outbox = host.Outbox();
        foreach (var person in people)
        {
            var expected = await RenderAsync(person);
            var got = outbox[Mailing.Address(person)];
            Assert.Equal(expected.Subject, got.Subject);
            Assert.Equal("<p>Hi</p>" + expected.Block, got.Html);
            Assert.Equal("Hello", got.Contents["text/plain"]);
        }
    }

    [Fact]
    public async Task A_thousand_get_their_own_in_ten_bulk_reads()
    {
        await stage.Sandbox.ForgetCallsAsync();
        using var answer = await stage.Node.SendAsync(Mailing.To(Enumerable.Range(1, 1000)).ToJsonString());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var calls = await stage.Sandbox.CallsAsync("/batch/read");
        Assert.InRange(calls, 1, 10);
        Assert.Equal(0, await stage.Sandbox.CallsAsync("GET /crm/v3/objects/contacts/{"));
        var outbox = host.Outbox();
        Assert.Equal(1000, outbox.Count);
        var lines = string.Concat(Enumerable.Range(1, 1000).Select(person => $"{{\"email\":\"{Mailing.Address(person)}\"}}\n"));
        using var batch = await stage.Node.Http.PostTextAsync("/v1/render/letter/batch", lines, "application/x-ndjson");
        var person = 1;
        foreach (var line in (await batch.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Equal(System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(line).Text("subject"), outbox[Mailing.Address(person++)].Subject);
        }

        Assert.Equal(1001, person);
    }

    [Fact]
    public async Task What_is_too_long_for_substitutions_goes_out_in_a_request_for_each()
    {
        int[] people = [11, 12, 13];
        using var answer = await stage.Node.SendAsync(Mailing.To(people, "[[renderer:long]]", "Long").ToJsonString());

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(3, host.Came.Count);
        Assert.Single(answer.Headers.GetValues("X-Message-Id"));
        var outbox = host.Outbox();
        foreach (var person in people)
        {
            var expected = await stage.Node.RenderAsync("long", new { recipient = new { email = Mailing.Address(person) } });
            Assert.Equal(LinkTokenText.Bare(expected.Text("html")), LinkTokenText.Bare(outbox[Mailing.Address(person)].Html));
        }
    }

    [Fact]
    public async Task What_is_the_same_for_all_stands_in_the_content_and_nothing_else_changes()
    {
        var json = """
            { "personalizations" : [ {"to":[{"email":"p0001@people.example"}],"x_unknown":1.50e+3} , {"to":[{"email":"p0002@people.example"}]} ],
              "from":{"email":"shop@brand.example","name":"Shöp \u00fc"}, "subject":"Hi", "send_at":1e9, "big":12345678901234567890,
              "content":[{"type":"text/html","value":"a[[renderer:letter#plain]]b \u00e4 \/ [[renderer:nothing"}] , "zz":null }
            """;
        using var answer = await stage.Node.SendAsync(json);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(
            json.Replace("[[renderer:letter#plain]]", "<p>The same for all</p>", StringComparison.Ordinal)
                .Replace("{\"to\":[{\"email\":\"p0001@people.example\"}],\"x_unknown\":1.50e+3}", $"{{\"to\":[{{\"email\":\"p0001@people.example\"}}],\"x_unknown\":1.50e+3{Unsubscribe(0)}}}", StringComparison.Ordinal)
                .Replace("{\"to\":[{\"email\":\"p0002@people.example\"}]}", $"{{\"to\":[{{\"email\":\"p0002@people.example\"}}]{Unsubscribe(1)}}}", StringComparison.Ordinal),
            Encoding.UTF8.GetString(host.Came.Single().Body));

        string Unsubscribe(int number) =>
            $",\"headers\":{host.Came.Single().Json.GetProperty("personalizations")[number].GetProperty("headers").GetRawText()}";
    }

    [Fact]
    public async Task List_Unsubscribe_is_added_for_each_and_kept_where_it_stands()
    {
        var mail = Mailing.To([1, 2]);
        mail["personalizations"]![1]!["headers"] = new JsonObject { ["list-unsubscribe"] = "<https://own.example>" };
        using var answer = await stage.Node.SendAsync(mail.ToJsonString());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var outbox = host.Outbox();
        var added = outbox[Mailing.Address(1)].Personalization.GetProperty("headers");
        Assert.StartsWith($"<{stage.Node.Url}/u/", added.Text("List-Unsubscribe"), StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", added.Text("List-Unsubscribe-Post"));
        var kept = Assert.Single(outbox[Mailing.Address(2)].Personalization.GetProperty("headers").EnumerateObject());
        Assert.Equal(("list-unsubscribe", "<https://own.example>"), (kept.Name, kept.Value.GetString()));
    }

    [Fact]
    public async Task Several_in_one_personalization_each_get_their_own_and_copies_go_once()
    {
        var mail = Mailing.To([1]);
        mail["personalizations"]![0] = JsonNode.Parse("""
            {"cc":[{"email":"boss@brand.example"}],"to":[{"email":"p0001@people.example","name":"A"},{"email":"p0002@people.example"}],"bcc":[{"email":"log@brand.example"}]}
            """);
        using var answer = await stage.Node.SendAsync(mail.ToJsonString());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var outbox = host.Outbox();
        Assert.Equal((await RenderAsync(1)).Subject, outbox[Mailing.Address(1)].Subject);
        Assert.Equal((await RenderAsync(2)).Subject, outbox[Mailing.Address(2)].Subject);
        Assert.Equal(["boss@brand.example", null], outbox.Values.Select(got => got.Personalization.TryGetProperty("cc", out var cc) ? cc[0].Text("email") : null));
        Assert.Equal(["log@brand.example", null], outbox.Values.Select(got => got.Personalization.TryGetProperty("bcc", out var bcc) ? bcc[0].Text("email") : null));
    }

    [Fact]
    public async Task A_dynamic_template_gets_blocks_in_its_data()
    {
        var mail = JsonNode.Parse("""
            {"personalizations":[
              {"to":[{"email":"p0001@people.example"}],"dynamic_template_data":{"hero":"[[renderer:letter#hero]]","subject":"[[renderer:letter]]","order":{"total":42}}},
              {"to":[{"email":"somebody@else.example"}],"custom_args":{"renderer_id":"p0002"},"dynamic_template_data":{"deep":[{"text":"x [[renderer:letter#hero]]"}]}}],
             "from":{"email":"shop@brand.example"},"template_id":"d-123"}
            """)!;
        using var answer = await stage.Node.SendAsync(mail.ToJsonString());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var outbox = host.Outbox();
        var (one, two) = (await RenderAsync(1), await RenderAsync(2));
        var data = outbox[Mailing.Address(1)].Personalization.GetProperty("dynamic_template_data");
        Assert.Equal((one.Block, one.Subject, 42), (data.Text("hero"), data.Text("subject"), data.GetProperty("order").GetProperty("total").GetInt32()));
        var deep = outbox["somebody@else.example"].Personalization.GetProperty("dynamic_template_data").GetProperty("deep")[0].Text("text")!;
        Assert.Equal("x " + System.Text.RegularExpressions.Regex.Replace(two.Block, "<[^>]*>", ""), deep.Trim());
    }

    [Fact]
    public async Task The_header_fills_what_is_absent_in_the_order_that_SendGrid_wants()
    {
        var mail = Mailing.To([1], html: "<p>Own</p>");
        mail.Remove("subject");
        mail["content"] = new JsonArray(mail["content"]![1]!.DeepClone());
        using var answer = await stage.Node.SendAsync(mail.ToJsonString(), ("X-Renderer-Template", "letter"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var came = host.Came.Single();
        Assert.Equal(["text/plain", "text/x-amp-html", "text/html"], came.Json.GetProperty("content").EnumerateArray().Select(item => item.Text("type")));
        Assert.DoesNotContain(came.Headers.Keys, name => name.StartsWith("X-Renderer", StringComparison.OrdinalIgnoreCase));
        var got = host.Outbox()[Mailing.Address(1)];
        Assert.Equal(("<p>Own</p>", (await RenderAsync(1)).Subject), (got.Html, got.Subject));
        Assert.Contains("⚡4email", got.Contents["text/x-amp-html"], StringComparison.Ordinal);
        Assert.StartsWith("Dear ", got.Contents["text/plain"].Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_of_nothing_but_the_header_is_whole()
    {
        using var answer = await stage.Node.SendAsync(
            """{"personalizations":[{"to":[{"email":"p0003@people.example"}]}],"from":{"email":"shop@brand.example"}}""", ("X-Renderer-Template", "letter"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var (got, expected) = (host.Outbox()[Mailing.Address(3)], await stage.Node.RenderAsync("letter", new { recipient = new { email = Mailing.Address(3) } }));
        Assert.Equal(expected.Text("subject"), got.Subject);
        Assert.Equal(LinkTokenText.Bare(expected.Text("html")), LinkTokenText.Bare(got.Html));
        Assert.Equal(LinkTokenText.Bare(expected.Text("text")), LinkTokenText.Bare(got.Contents["text/plain"]));
    }

    [Fact]
    public async Task Who_is_skipped_is_left_out_and_named()
    {
        var mail = Mailing.To([1, 2, 3], "[[renderer:letter]]");
        mail["personalizations"]![1]!["dynamic_template_data"] = JsonNode.Parse("""{"order":{"skip":true}}""");
        using var answer = await stage.Node.SendAsync(mail.ToJsonString());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("p0002@people.example;bounced", answer.Headers.GetValues("X-Renderer-Skipped").Single());
        Assert.Equal([Mailing.Address(1), Mailing.Address(3)], host.Outbox().Keys);
    }

    [Fact]
    public async Task A_request_whose_recipients_are_all_skipped_looks_accepted()
    {
        var mail = Mailing.To([2], "[[renderer:letter]]");
        mail["personalizations"]![0]!["dynamic_template_data"] = JsonNode.Parse("""{"order":{"skip":true}}""");
        using var answer = await stage.Node.SendAsync(mail.ToJsonString());
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("p0002@people.example;bounced", answer.Headers.GetValues("X-Renderer-Skipped").Single());
        Assert.Empty(host.Came);
    }

    [Fact]
    public async Task A_mark_is_found_and_filled_however_it_is_spelled_or_compressed()
    {
        var json = Mailing.To([1, 2]).ToJsonString().Replace("[[renderer:letter#hero]]", "\\u005b\\u005brenderer\\u003aletter#hero]]", StringComparison.Ordinal);
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(json));
        }

        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } };
        using var answer = await stage.Node.Http.PostAsync("/esp/mail/v3/mail/send", content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.DoesNotContain("Content-Encoding", host.Came.Single().Headers.Keys);
        Assert.Equal("<p>Hi</p>" + (await RenderAsync(2)).Block, host.Outbox()[Mailing.Address(2)].Html);
    }

    private async Task<(string Subject, string Block)> RenderAsync(int person)
    {
        var message = await stage.Node.RenderAsync("letter", new { recipient = new { email = Mailing.Address(person) } });
        var block = await stage.Node.Http.GetStringAsync($"/v1/render/letter?email={Mailing.Address(person)}&block=hero");
        return (message.Text("subject")!, block);
    }
}
