using System.Text.Json.Nodes;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

public sealed class SparkPostTests
{
    private const string Path = "/api/v1/transmissions";

    private const string Simple = """
        {"recipients":[{"address":{"email":"ann@x.example","name":"Ann"},"substitution_data":{"hero":"<b>A</b>","tier":"gold"},"metadata":{"pid":"p1"},"tags":["t"]},
          {"address":"bob@x.example","substitution_data":{"items":["x","y"]}},{"address":{"email":"cc@x.example","header_to":"ann@x.example"}},{"address":"nobody"}],
         "substitution_data":{"hero":"none & all"},"metadata":{"site":"s"},
         "content":{"from":{"email":"n@s.example","name":"Shop"},"subject":"Hi {{address.name or 'you'}}","reply_to":"r@s.example","headers":{"X-Own":"{{hero}}"},
          "html":"{{hero}}|{{{hero}}}|{{if tier == 'gold'}}gold{{elseif items}}list{{else}}none{{end}}|{{each items}}{{loop_var}},{{end}}","text":"{{hero}}","amp_html":"{{hero}}",
          "attachments":[{"name":"a.txt","type":"text/plain","data":"aGk="}],"inline_images":[{"name":"pic","type":"image/png","data":"AAEC"}]}}
        """;

    private static readonly (string, string) Key = ("Authorization", EspSandbox.Key);

    [Fact]
    public async Task Each_recipient_has_a_mail_filled_with_their_data()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (answer, _) = await sandbox.CallAsync(Path, Simple, 200, Key);

        var results = answer.GetProperty("results");
        Assert.Equal((3, 1), (results.GetProperty("total_accepted_recipients").GetInt32(), results.GetProperty("total_rejected_recipients").GetInt32()));
        var mails = await sandbox.MailsAsync();
        Assert.Equal(
            ["Hi Ann|&lt;b&gt;A&lt;/b&gt;|<b>A</b>|gold|", "Hi you|none &amp; all|none & all|list|x,y,", "Hi you|none &amp; all|none & all|none|"],
            mails.Select(mail => $"{mail.Text("subject")}|{mail.Text("html")}"));
        Assert.Equal(("<b>A</b>", "&lt;b&gt;A&lt;/b&gt;", "<b>A</b>"), (mails[0].Text("text"), mails[0].Text("amp"), mails[0].GetProperty("headers").Text("X-Own")));
        Assert.Equal("""{"pid":"p1","site":"s"}""", mails[0].GetProperty("metadata").GetRawText());
        Assert.Equal("ann@x.example", mails[2].GetProperty("headers").Text("To"));
        Assert.All(mails, mail => Assert.Equal(results.Text("id"), mail.Text("id")));
    }

    [Fact]
    public async Task A_stored_template_and_a_whole_MIME_message_are_taken()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync("/api/v1/templates", """{"id":"nl","content":{"from":"n@s.example","subject":"{{n}}","html":"<p>{{n}}"}}""", 200, Key);

        await sandbox.CallAsync(Path, """{"content":{"template_id":"nl"},"recipients":[{"address":"a@x.example","substitution_data":{"n":"A"}}]}""", 200, Key);
        await sandbox.CallAsync(Path, """{"content":{"email_rfc822":"From: n@s.example\r\nTo: list@x.example\r\nSubject: S {{n}}\r\n\r\nbody {{n}}"},"recipients":[{"address":"b@x.example","substitution_data":{"n":"B"}}]}""", 200, Key);
        var (missing, _) = await sandbox.CallAsync(Path, """{"content":{"template_id":"none"},"recipients":[{"address":"a@x.example"}]}""", 422, Key);

        var mails = await sandbox.MailsAsync();
        Assert.Equal(["A <p>A", "S B body B"], mails.Select(mail => $"{mail.Text("subject")} {mail.Text("html") ?? mail.Text("text")}".TrimEnd()));
        Assert.Equal("list@x.example", mails[1].GetProperty("headers").Text("To"));
        Assert.Equal("1603", missing.FirstError("code"));
    }

    [Theory]
    [InlineData("recipients", "null", 400, "required field is missing")]
    [InlineData("recipients", "[]", 400, "required field is missing")]
    [InlineData("recipients", """[{"address":"nobody"}]""", 400, "invalid data format/type")]
    [InlineData("content", "null", 400, "required field is missing")]
    [InlineData("content", """{"subject":"s","text":"t"}""", 400, "required field is missing")]
    [InlineData("content", """{"from":"nobody","subject":"s","text":"t"}""", 422, "invalid data format/type")]
    [InlineData("content", """{"from":"n@s.example","text":"t"}""", 400, "required field is missing")]
    [InlineData("content", """{"from":"n@s.example","subject":"s","text":"t","attachments":[{"name":"a","type":"x/y","data":"%"}]}""", 422, "invalid data format/type")]
    public async Task What_is_wrong_is_said_and_nothing_is_sent(string member, string json, int status, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var call = JsonNode.Parse(Simple)!;
        call[member] = JsonNode.Parse(json);

        var (error, _) = await sandbox.CallAsync(Path, call.ToJsonString(), status, Key);

        Assert.Equal(message, error.FirstError("message"));
        Assert.Empty(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorized()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (error, _) = await sandbox.CallAsync(Path, Simple, 401, ("Authorization", "other"));

        Assert.Equal("Unauthorized.", error.FirstError("message"));
    }
}
