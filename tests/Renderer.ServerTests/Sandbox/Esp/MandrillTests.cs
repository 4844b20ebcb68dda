using System.Text.Json.Nodes;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

public sealed class MandrillTests
{
    private const string Simple = """
        {"key":"SG.sandbox-secret","message":{"html":"<p>*|HERO|* *|IF:VIP|*vip*|ELSE:|*none*|END:IF|* *|UPPER:FIRST|* *|OTHER|*</p>","text":"*|first|*","subject":"Hi *|FIRST|*","from_email":"n@s.example","from_name":"Shop",
         "to":[{"email":"ann@x.example","name":"Ann","type":"to"},{"email":"bob@x.example"},{"email":"nobody"}],"headers":{"X-Own":"*|FIRST|*"},
         "global_merge_vars":[{"name":"HERO","content":"global"},{"name":"first","content":"you"}],
         "merge_vars":[{"rcpt":"ANN@x.example","vars":[{"name":"hero","content":"<b>A</b>"},{"name":"FIRST","content":"Ann"},{"name":"VIP","content":true}]}],
         "metadata":{"site":"s"},"recipient_metadata":[{"rcpt":"ann@x.example","values":{"pid":"p1"}}],"tags":["nl"],
         "attachments":[{"type":"text/plain","name":"a.txt","content":"aGk="}],"images":[{"type":"image/png","name":"pic","content":"AAEC"}]}}
        """;

    [Theory]
    [InlineData("/api/1.0/messages/send.json")]
    [InlineData("/api/1.3/messages/send")]
    public async Task Each_gets_a_mail_with_variables_of_their_own(string path)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (answer, _) = await sandbox.CallAsync(path, Simple, 200);

        Assert.Equal(["ann@x.example sent", "bob@x.example sent", "nobody invalid"], answer.EnumerateArray().Select(one => $"{one.Text("email")} {one.Text("status")}"));
        var mails = await sandbox.MailsAsync();
        Assert.Equal(
            ["Hi Ann|<p><b>A</b> vip ANN *|OTHER|*</p>|Ann|Ann", "Hi you|<p>global none YOU *|OTHER|*</p>|you|you"],
            mails.Select(mail => $"{mail.Text("subject")}|{mail.Text("html")}|{mail.Text("text")}|{mail.GetProperty("headers").Text("X-Own")}"));
        Assert.Equal(answer.EnumerateArray().Take(2).Select(one => one.Text("_id")), mails.Select(mail => mail.Text("id")));
        Assert.Equal("\"Ann\" <ann@x.example>", mails[0].GetProperty("headers").Text("To"));
        Assert.Equal("""{"pid":"p1","site":"s"}""", mails[0].GetProperty("metadata").GetRawText());
        Assert.Equal(("a.txt", "pic"), (mails[0].GetProperty("attachments")[0].Text("name"), mails[0].GetProperty("attachments")[1].Text("content_id")));
    }

    [Fact]
    public async Task Recipients_that_are_preserved_see_each_other()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var call = JsonNode.Parse(Simple)!;
        call["message"]!["preserve_recipients"] = true;

        await sandbox.CallAsync("/api/1.0/messages/send.json", call.ToJsonString(), 200);

        Assert.All(await sandbox.MailsAsync(), mail => Assert.Equal("\"Ann\" <ann@x.example>, bob@x.example", mail.GetProperty("headers").Text("To")));
    }

    [Fact]
    public async Task A_template_in_Handlebars_is_filled()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync("/api/1.0/templates/add.json", """{"key":"SG.sandbox-secret","name":"nl","subject":"Hi {{first}}","code":"<div mc:edit=\"main\">old</div>{{{hero}}} {{hero}}"}""", 200);
        const string call = """
            {"key":"SG.sandbox-secret","template_name":"nl","template_content":[{"name":"main","content":"<i>new</i>"}],
             "message":{"from_email":"n@s.example","to":[{"email":"ann@x.example"}],"merge_language":"handlebars","merge_vars":[{"rcpt":"ann@x.example","vars":[{"name":"hero","content":"<b>"},{"name":"first","content":"Ann"}]}]}}
            """;

        await sandbox.CallAsync("/api/1.0/messages/send-template.json", call, 200);
        var (missing, _) = await sandbox.CallAsync("/api/1.0/messages/send-template.json", call.Replace("\"nl\"", "\"other\"", StringComparison.Ordinal), 404);

        var mail = Assert.Single(await sandbox.MailsAsync());
        Assert.Equal(("Hi Ann", "<div mc:edit=\"main\"><i>new</i></div><b> &lt;b&gt;"), (mail.Text("subject"), mail.Text("html")));
        Assert.Equal("Unknown_Template", missing.Text("name"));
    }

    [Theory]
    [InlineData("from_email", "\"nobody\"", "An email address must contain a single @")]
    [InlineData("to", "[]", "message.to")]
    [InlineData("to", "{}", "Please enter an array")]
    [InlineData("html", "7", "message.html")]
    [InlineData("merge_language", "\"liquid\"", "merge_language")]
    [InlineData("attachments", """[{"type":"x/y","name":"a","content":"%"}]""", "attachments")]
    public async Task What_is_wrong_is_said_and_nothing_is_sent(string member, string json, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var call = JsonNode.Parse(Simple)!;
        call["message"]![member] = JsonNode.Parse(json);

        var (error, _) = await sandbox.CallAsync("/api/1.0/messages/send.json", call.ToJsonString(), 400);

        Assert.Equal(("error", "ValidationError"), (error.Text("status"), error.Text("name")));
        Assert.Contains(message, error.Text("message"), StringComparison.Ordinal);
        Assert.Empty(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task The_key_is_in_the_body()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (wrong, _) = await sandbox.CallAsync("/api/1.3/messages/send", """{"key":"other"}""", 401);
        var (none, _) = await sandbox.CallAsync("/api/1.0/messages/send.json", "{}", 401);

        Assert.Equal(("Invalid_Key", "Invalid API key"), (wrong.Text("name"), wrong.Text("message")));
        Assert.Equal("You must specify a key value", none.Text("message"));
    }
}
