using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

public sealed class SendGridTests
{
    private const string Send = "/v3/mail/send";

    private const string Simple =
        """
        {"personalizations":[{"to":[{"email":"ann@x.example","name":"Ann"}],"cc":[{"email":"cc@x.example"}],"bcc":[{"email":"bcc@x.example"}]}],
         "from":{"email":"news@s.example","name":"News"},"reply_to":{"email":"r@s.example"},"subject":"Hi","custom_args":{"pid":"p1"},"categories":["nl"],
         "headers":{"List-Unsubscribe":"<https://u.example>"},
         "content":[{"type":"text/plain","value":"t"},{"type":"text/x-amp-html","value":"<!doctype html><html amp4email>"},{"type":"text/html","value":"<p>h</p>"}],
         "attachments":[{"content":"aGVsbG8=","filename":"a.txt","type":"text/plain"},{"content":"AAEC","filename":"b.png","type":"image/png","disposition":"inline","content_id":"b"}]}
        """;

    private static readonly (string, string) Auth = ("Authorization", "Bearer " + EspSandbox.Key);

    [Fact]
    public async Task A_call_is_taken_and_every_recipient_has_a_mail()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (body, response) = await sandbox.CallAsync(Send, Simple, 202, Auth);

        Assert.Equal("", body.GetString());
        var id = Assert.Single(response.Headers.GetValues("X-Message-Id"));
        var mails = await sandbox.MailsAsync();
        Assert.Equal(["ann@x.example to", "cc@x.example cc", "bcc@x.example bcc"], mails.Select(mail => $"{mail.Text("to")} {mail.Text("kind")}"));
        var ann = mails[0];
        Assert.Equal(("sendgrid", id, "Hi", "<p>h</p>", "t"), (ann.Text("esp"), ann.Text("id"), ann.Text("subject"), ann.Text("html"), ann.Text("text")));
        Assert.Equal("<!doctype html><html amp4email>", ann.Text("amp"));
        var headers = ann.GetProperty("headers");
        Assert.Equal(["\"Ann\" <ann@x.example>", "cc@x.example", "r@s.example", "<https://u.example>"], new[] { "To", "Cc", "Reply-To", "List-Unsubscribe" }.Select(name => headers.Text(name)));
        Assert.DoesNotContain("bcc@", headers.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("p1", ann.GetProperty("metadata").Text("pid"));
        var files = ann.GetProperty("attachments");
        Assert.Equal(("a.txt", "aGVsbG8=", "b"), (files[0].Text("name"), files[0].Text("content"), files[1].Text("content_id")));
    }

    [Fact]
    public async Task Substitutions_are_each_personalizations_own()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        const string call = """
            {"personalizations":[{"to":[{"email":"ann@x.example"}],"substitutions":{"-hero-":"<b>A</b>","-n-":"Ann"}},
              {"to":[{"email":"bob@x.example"}],"subject":"For -n-","substitutions":{"-hero-":"B & C","-n-":"Bob"}}],
             "from":{"email":"n@s.example"},"subject":"Hi -n-","content":[{"type":"text/plain","value":"-n-"},{"type":"text/html","value":"<p>-hero- -other-</p>"}]}
            """;

        await sandbox.CallAsync(Send, call, 202, Auth);

        var mails = await sandbox.MailsAsync();
        Assert.Equal(["Hi Ann|Ann|<p><b>A</b> -other-</p>", "For Bob|Bob|<p>B & C -other-</p>"], mails.Select(mail => $"{mail.Text("subject")}|{mail.Text("text")}|{mail.Text("html")}"));
    }

    [Fact]
    public async Task A_dynamic_template_is_filled_with_each_ones_data_as_Handlebars_does()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (made, _) = await sandbox.CallAsync("/v3/templates", """{"name":"t","generation":"dynamic"}""", 201, Auth);
        var id = made.Text("id");
        const string html = "{{{hero}}} {{name}}{{#if vip}} VIP{{else}} none{{/if}}{{#each items}} {{@index}}:{{this.n}}{{/each}}{{#equals tier \"gold\"}} gold{{/equals}}";
        await sandbox.CallAsync($"/v3/templates/{id}/versions", JsonSerializer.Serialize(new { name = "v", subject = "Hi {{name}}", html_content = html, plain_content = "{{name}}" }), 201, Auth);
        var call = new JsonObject
        {
            ["personalizations"] = new JsonArray(
                new JsonObject
                {
                    ["to"] = new JsonArray(new JsonObject { ["email"] = "ann@x.example" }),
                    ["dynamic_template_data"] = JsonNode.Parse("""{"hero":"<b>A</b>","name":"A & B","vip":true,"items":[{"n":1},{"n":"x"}],"tier":"gold"}"""),
                },
                new JsonObject { ["to"] = new JsonArray(new JsonObject { ["email"] = "bob@x.example" }) }),
            ["from"] = new JsonObject { ["email"] = "n@s.example" },
            ["template_id"] = id,
        };

        await sandbox.CallAsync(Send, call.ToJsonString(), 202, Auth);

        var mails = await sandbox.MailsAsync();
        Assert.Equal(["<b>A</b> A &amp; B VIP 0:1 1:x gold", "  none"], mails.Select(mail => mail.Text("html")));
        Assert.Equal(["Hi A &amp; B", "Hi "], mails.Select(mail => mail.Text("subject")));
    }

    [Theory]
    [InlineData("""{"subject":null,"personalizations":null}""", "personalizations", "at least one personalization")]
    [InlineData("""{"from":{"name":"x"}}""", "from.email", "The from object must be provided")]
    [InlineData("""{"from":{"email":"nobody"}}""", "from.email", "does not contain a valid address")]
    [InlineData("""{"from":"x@y.example"}""", "from", "Invalid type. Expected: object, given: string.")]
    [InlineData("""{"personalizations":[{"to":[]}]}""", "personalizations.0.to", "The to array is required")]
    [InlineData("""{"personalizations":[{"to":[{"email":"a b"}]}]}""", "personalizations.0.to.0.email", "Does not contain a valid address.")]
    [InlineData("""{"personalizations":[{"to":[{"email":"a@x.example"}],"cc":[{"email":"A@x.example"}]}]}""", "personalizations.0", "should be unique between to, cc, and bcc")]
    [InlineData("""{"personalizations":[{"to":[{"email":"a@x.example"}],"substitutions":{"x":1}}]}""", "personalizations.0.substitutions.x", "Expected: string, given: integer")]
    [InlineData("""{"subject":""}""", "subject", "The subject is required.")]
    [InlineData("""{"content":[]}""", "content", "Unless a valid template_id is provided")]
    [InlineData("""{"content":[{"type":"text/html","value":""}]}""", "content.0.value", "at least one character")]
    [InlineData("""{"content":[{"type":"text/html","value":"x"},{"type":"text/plain","value":"x"}]}""", "content", "text/plain must be first")]
    [InlineData("""{"attachments":[{"content":"%%","filename":"x"}]}""", "attachments.0.content", "base64")]
    [InlineData("""{"headers":{"Subject":"x"}}""", "headers", "reserved")]
    [InlineData("""{"template_id":"d-none"}""", "template_id", "must be a valid GUID")]
    [InlineData("""{"send_at":4000000000}""", "send_at", "72 hours")]
    [InlineData("""{"categories":["1","2","3","4","5","6","7","8","9","10","11"]}""", "categories", "limit of 10 categories")]
    public async Task What_is_wrong_is_said_with_its_field_and_nothing_is_sent(string change, string field, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var call = JsonNode.Parse(Simple)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            if (value is null)
            {
                call.Remove(name);
            }
            else
            {
                call[name] = value.DeepClone();
            }
        }

        var (error, _) = await sandbox.CallAsync(Send, call.ToJsonString(), 400, Auth);

        Assert.Equal(field, error.FirstError("field"));
        Assert.Contains(message, error.FirstError("message"), StringComparison.Ordinal);
        Assert.Empty(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task A_thousand_recipients_are_taken_and_one_more_is_not()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        await sandbox.CallAsync(Send, Crowd(1000), 202, Auth);
        var (error, _) = await sandbox.CallAsync(Send, Crowd(1001), 400, Auth);

        Assert.Equal(1000, (await sandbox.MailsAsync()).Length);
        Assert.Contains("limited to 1000 personalizations per API request. You have provided 1001", error.FirstError("message"), StringComparison.Ordinal);

        static string Crowd(int people) => JsonSerializer.Serialize(new
        {
            personalizations = Enumerable.Range(0, people).Select(one => new { to = new[] { new { email = $"p{one}@x.example" } } }),
            from = new { email = "n@s.example" },
            subject = "s",
            content = new[] { new { type = "text/plain", value = "t" } },
        });
    }

    [Fact]
    public async Task Keys_content_types_methods_and_JSON_are_looked_at()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (nobody, _) = await sandbox.CallAsync(Send, Simple, 401);
        var (stranger, _) = await sandbox.CallAsync(Send, Simple, 401, ("Authorization", "Bearer SG.other"));
        var (broken, _) = await sandbox.CallAsync(Send, "{", 400, Auth);
        using var plain = new HttpRequestMessage(HttpMethod.Post, Send) { Content = new StringContent(Simple) };
        plain.Headers.TryAddWithoutValidation(Auth.Item1, Auth.Item2);
        await sandbox.CallAsync(plain, 415);
        using var get = new HttpRequestMessage(HttpMethod.Get, Send);
        await sandbox.CallAsync(get, 405);

        Assert.Equal("Permission denied, wrong credentials", nobody.FirstError("message"));
        Assert.Equal("The provided authorization grant is invalid, expired, or revoked", stranger.FirstError("message"));
        Assert.Equal("Bad Request", broken.FirstError("message"));
        Assert.Empty(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task In_SendGrids_own_sandbox_mode_nothing_is_sent()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var call = JsonNode.Parse(Simple)!;
        call["mail_settings"] = JsonNode.Parse("""{"sandbox_mode":{"enable":true}}""");

        await sandbox.CallAsync(Send, call.ToJsonString(), 200, Auth);

        Assert.Empty(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task A_compressed_call_is_inflated_and_a_large_one_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Simple));
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, Send) { Content = new ByteArrayContent(bytes.ToArray()) };
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.TryAddWithoutValidation(Auth.Item1, Auth.Item2);

        await sandbox.CallAsync(request, 202);
        var (large, _) = await sandbox.CallAsync(Send, "{\"x\":\"" + new string('x', 31 << 20) + "\"}", 413, Auth);

        Assert.Equal(3, (await sandbox.MailsAsync()).Length);
        Assert.Equal("Payload Too Large", large.FirstError("message"));
    }

    [Fact]
    public async Task Faults_hit_it_where_a_route_names_it_and_a_lost_answer_was_work_done()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.FaultsAsync("""{"status":503}""");
        await sandbox.CallAsync(Send, Simple, 202, Auth);
        await sandbox.FaultsAsync("""{"status":429,"retry_after":2,"route":"/v3/mail"}""");
        var (slow, refused) = await sandbox.CallAsync(Send, Simple, 429, Auth);
        await sandbox.FaultsAsync("""{"lose_answer":true,"route":"/v3/mail"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => sandbox.CallAsync(Send, Simple, 202, Auth));

        Assert.Equal("too many requests", slow.FirstError("message"));
        Assert.True(refused.Headers.Contains("X-RateLimit-Reset"));
        Assert.Equal(6, (await sandbox.MailsAsync()).Length);
    }

    [Fact]
    public async Task Beyond_the_rate_that_is_set_it_says_so()
    {
        await using var sandbox = await RunningSandbox.StartAsync("EspRateLimit=1");
        var statuses = new List<int>();
        for (var call = 0; call < 6; call++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Send) { Content = new StringContent(Simple, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation(Auth.Item1, Auth.Item2);
            using var response = await sandbox.Http.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Contains(202, statuses);
        Assert.Contains(429, statuses);
    }
}
