using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

public sealed class PostmarkTests
{
    private const string Simple =
        """{"From":"Shop <n@shop.example>","To":"ann@x.example, Bob <bob@x.example>","Subject":"Hi","HtmlBody":"<p>","TextBody":"t","Tag":"nl","Metadata":{"pid":"p1"},"Headers":[{"Name":"X-Own","Value":"1"}],"Attachments":[{"Name":"a.txt","Content":"aGk=","ContentType":"text/plain"}]}""";

    private static readonly (string, string) Token = ("X-Postmark-Server-Token", EspSandbox.Key);

    [Fact]
    public async Task A_message_is_taken_and_answered_in_Postmarks_words()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (answer, _) = await sandbox.CallAsync("/email", Simple, 200, Token);

        Assert.Equal((0, "OK", "ann@x.example, \"Bob\" <bob@x.example>"), (answer.GetProperty("ErrorCode").GetInt32(), answer.Text("Message"), answer.Text("To")));
        var mails = await sandbox.MailsAsync();
        Assert.Equal(["ann@x.example", "bob@x.example"], mails.Select(mail => mail.Text("to")));
        Assert.All(mails, mail => Assert.Equal((answer.Text("MessageID"), "1", "p1"), (mail.Text("id"), mail.GetProperty("headers").Text("X-Own"), mail.GetProperty("metadata").Text("pid"))));
    }

    [Fact]
    public async Task A_batch_is_answered_each_by_each()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (made, _) = await sandbox.CallAsync("/templates", """{"Name":"t","Alias":"nl","Subject":"Hi {{name}}","HtmlBody":"{{name}} {{{hero}}}","TextBody":"{{name}}"}""", 200, Token);
        var id = made.GetProperty("TemplateId").GetInt64();
        var call = JsonSerializer.Serialize(new
        {
            Messages = new object[]
            {
                new { From = "n@s.example", To = "ann@x.example", TemplateAlias = "nl", TemplateModel = new { name = "A & B", hero = "<b>" } },
                new { From = "n@s.example", To = "nobody", TemplateId = id, TemplateModel = new { } },
                new { From = "n@s.example", To = "bob@x.example", TemplateId = id },
                new { From = "n@s.example", To = "bob@x.example", TemplateAlias = "other", TemplateModel = new { } },
            },
        });

        var (answers, _) = await sandbox.CallAsync("/email/batchWithTemplates", call, 200, Token);

        Assert.Equal([0, 300, 1109, 1101], answers.EnumerateArray().Select(answer => answer.GetProperty("ErrorCode").GetInt32()));
        var mail = Assert.Single(await sandbox.MailsAsync());
        Assert.Equal(("Hi A & B", "A &amp; B <b>", "A & B"), (mail.Text("subject"), mail.Text("html"), mail.Text("text")));
    }

    [Fact]
    public async Task Five_hundred_messages_are_a_batch_and_one_more_is_none()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        await sandbox.CallAsync("/email/batch", Crowd(500), 200, Token);
        var (error, _) = await sandbox.CallAsync("/email/batch", Crowd(501), 422, Token);

        Assert.Equal(410, error.GetProperty("ErrorCode").GetInt32());
        Assert.Equal(500, (await sandbox.MailsAsync()).Length);

        static string Crowd(int people) => JsonSerializer.Serialize(Enumerable.Range(0, people).Select(one => new { From = "n@s.example", To = $"p{one}@x.example", TextBody = "t" }));
    }

    [Fact]
    public async Task A_bulk_call_fills_one_content_for_each()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (answer, _) = await sandbox.CallAsync(
            "/email/bulk",
            """{"From":"n@s.example","Subject":"Hi {{n}}","HtmlBody":"<p>{{n}}","MessageStream":"broadcast","Messages":[{"To":"a@x.example","TemplateModel":{"n":"A"}},{"To":"b@x.example","TemplateModel":{"n":"B"}}]}""",
            200,
            Token);

        Assert.Equal("Accepted", answer.Text("Status"));
        Assert.Equal(["Hi A <p>A", "Hi B <p>B"], (await sandbox.MailsAsync()).Select(mail => $"{mail.Text("subject")} {mail.Text("html")}"));
    }

    [Theory]
    [InlineData("From", "\"nobody\"", 300, "Invalid 'From' address: 'nobody'.")]
    [InlineData("To", "\"a@x.example, nobody\"", 300, "Error parsing 'To'")]
    [InlineData("To", "\"\"", 300, "Zero recipients specified")]
    [InlineData("To", "7", 402, "Received invalid JSON input.")]
    [InlineData("MessageStream", "\"none\"", 1235, "The stream provided: 'none'")]
    [InlineData("Attachments", """[{"Name":"a.exe","Content":"aGk=","ContentType":"x/y"}]""", 300, "The attachment 'a.exe' has a file type")]
    [InlineData("Attachments", """[{"Name":"a.txt","Content":"%","ContentType":"x/y"}]""", 300, "The attachment 'a.txt' needs")]
    [InlineData("Metadata", """{"a name that is far too long":"x"}""", 300, "Metadata names")]
    [InlineData("TrackLinks", "\"Some\"", 300, "The 'TrackLinks' value")]
    public async Task What_is_wrong_is_said_and_nothing_is_sent(string member, string json, int code, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var call = JsonNode.Parse(Simple)!;
        call[member] = JsonNode.Parse(json);

        var (error, _) = await sandbox.CallAsync("/email", call.ToJsonString(), 422, Token);

        Assert.Equal(code, error.GetProperty("ErrorCode").GetInt32());
        Assert.StartsWith(message, error.Text("Message"), StringComparison.Ordinal);
        Assert.Empty(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task Tokens_are_looked_at_and_the_test_token_sends_nothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (nobody, _) = await sandbox.CallAsync("/email", Simple, 401);
        var (stranger, _) = await sandbox.CallAsync("/email", Simple, 401, ("X-Postmark-Server-Token", "other"));
        var (test, _) = await sandbox.CallAsync("/email", Simple, 200, ("X-Postmark-Server-Token", "POSTMARK_API_TEST"));

        Assert.Equal((10, 10), (nobody.GetProperty("ErrorCode").GetInt32(), stranger.GetProperty("ErrorCode").GetInt32()));
        Assert.Equal("Test job accepted", test.Text("Message"));
        Assert.Empty(await sandbox.MailsAsync());
    }
}
