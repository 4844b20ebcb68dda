using System.Text;
using System.Text.Json;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

public sealed class MailgunTests
{
    internal static readonly string Basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + EspSandbox.Key));

    private const string Path = "/v3/shop.example/messages";

    [Fact]
    public async Task Recipient_variables_make_a_mail_for_each_who_sees_nobody_else()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (answer, _) = await CallAsync(sandbox, 200,
            ("from", "Shop <n@shop.example>"), ("to", "Ann <ann@x.example>"), ("to", "bob@x.example"), ("subject", "Hi %recipient.first%"),
            ("html", "<p>%recipient.hero% %recipient.none% %recipient_name%</p>"), ("text", "%recipient%"), ("amp-html", "<amp>%recipient.first%"),
            ("recipient-variables", """{"ANN@x.example":{"first":"Ann","hero":"<b>A</b>"},"bob@x.example":{"first":"Bob","hero":"B"}}"""),
            ("v:profile", "%recipient.first%"), ("o:tag", "nl"), ("o:tag", "x"), ("h:Reply-To", "r@shop.example"), ("h:X-Own", "%recipient.first%"));

        Assert.Equal("Queued. Thank you.", answer.Text("message"));
        Assert.Matches("^<[^@]+@shop.example>$", answer.Text("id"));
        var mails = await sandbox.MailsAsync();
        Assert.Equal(
            ["ann@x.example|Hi Ann|<p><b>A</b> %recipient.none% Ann</p>|\"Ann\" <ann@x.example>|<amp>Ann", "bob@x.example|Hi Bob|<p>B %recipient.none% </p>|bob@x.example|<amp>Bob"],
            mails.Select(mail => $"{mail.Text("to")}|{mail.Text("subject")}|{mail.Text("html")}|{mail.Text("text")}|{mail.Text("amp")}"));
        Assert.Equal(["\"Ann\" <ann@x.example>", "bob@x.example"], mails.Select(mail => mail.GetProperty("headers").Text("To")));
        Assert.Equal(["Ann", "Bob"], mails.Select(mail => mail.GetProperty("headers").Text("X-Own")));
        Assert.Equal(["Ann", "Bob"], mails.Select(mail => mail.GetProperty("metadata").Text("profile")));
        Assert.Equal("r@shop.example", mails[0].GetProperty("headers").Text("Reply-To"));
    }

    [Fact]
    public async Task Without_them_all_see_each_other()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        await CallAsync(sandbox, 200, ("from", "n@shop.example"), ("to", "a@x.example, b@x.example"), ("cc", "c@x.example"), ("subject", "s"), ("text", "t"));

        var mails = await sandbox.MailsAsync();
        Assert.Equal(["a@x.example", "b@x.example", "c@x.example"], mails.Select(mail => mail.Text("to")));
        Assert.All(mails, mail => Assert.Equal("a@x.example, b@x.example", mail.GetProperty("headers").Text("To")));
    }

    [Theory]
    [InlineData("from", null, "from parameter is missing")]
    [InlineData("from", "nobody", "from parameter is not a valid address")]
    [InlineData("to", null, "to parameter is missing")]
    [InlineData("to", "a@x.example, nobody", "to parameter is not a valid address")]
    [InlineData("text", null, "Need at least one of 'text', 'html', 'amp-html' or 'template'")]
    [InlineData("recipient-variables", "{", "recipient-variables")]
    [InlineData("recipient-variables", "[]", "recipient-variables")]
    [InlineData("template", "none", "template 'none' not found")]
    [InlineData("o:deliverytime", "soon", "o:deliverytime")]
    [InlineData("o:tracking", "maybe", "o:tracking")]
    public async Task What_is_wrong_is_said_and_nothing_is_sent(string field, string? value, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var fields = new Dictionary<string, string?> { ["from"] = "n@shop.example", ["to"] = "a@x.example", ["subject"] = "s", ["text"] = "t", [field] = value };

        var (answer, _) = await CallAsync(sandbox, 400, [.. fields.Where(one => one.Value is not null).Select(one => (one.Key, one.Value!))]);

        Assert.StartsWith(message, answer.Text("message"), StringComparison.Ordinal);
        Assert.Empty(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task Multipart_with_attachments_and_a_thousand_recipients_is_taken_and_one_more_is_not()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        await SendAsync(1000, 200);
        await SendAsync(1001, 400);

        var mails = await sandbox.MailsAsync();
        Assert.Equal(1000, mails.Length);
        Assert.All(mails, mail => Assert.Equal(mail.Text("to")!.Split('@')[0], mail.Text("text")));
        Assert.Equal(("f.txt", "aGk="), (mails[0].GetProperty("attachments")[0].Text("name"), mails[0].GetProperty("attachments")[0].Text("content")));

        async Task SendAsync(int people, int status)
        {
            using var form = new MultipartFormDataContent();
            var variables = Enumerable.Range(0, people).ToDictionary(one => $"p{one}@x.example", one => new { n = $"p{one}" });
            foreach (var (name, value) in variables.Keys.Select(to => ("to", to)).Concat([("from", "n@shop.example"), ("text", "%recipient.n%"), ("recipient-variables", JsonSerializer.Serialize(variables))]))
            {
                form.Add(new StringContent(value), name);
            }

            form.Add(new ByteArrayContent("hi"u8.ToArray()), "attachment", "f.txt");
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = form };
            request.Headers.TryAddWithoutValidation("Authorization", Basic);
            await sandbox.CallAsync(request, status);
        }
    }

    [Fact]
    public async Task A_wrong_key_is_forbidden_in_plain_text_and_test_mode_sends_nothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent([]) };

        var (body, _) = await sandbox.CallAsync(request, 401);
        await CallAsync(sandbox, 200, ("from", "n@shop.example"), ("to", "a@x.example"), ("text", "t"), ("o:testmode", "yes"));

        Assert.Equal("Forbidden", body.GetString());
        Assert.Empty(await sandbox.MailsAsync());
    }

    private static async Task<(JsonElement Body, HttpResponseMessage Response)> CallAsync(RunningSandbox sandbox, int status, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.TryAddWithoutValidation("Authorization", Basic);
        return await sandbox.CallAsync(request, status);
    }
}
