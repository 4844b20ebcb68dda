using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

public sealed class ResendTests
{
    private const string Simple =
        """{"from":"Shop <n@s.example>","to":["ann@x.example"],"cc":"c@x.example","reply_to":"r@s.example","subject":"Hi","html":"<p>","text":"t","headers":{"X-Own":"1"},"tags":[{"name":"pid","value":"p1"}],"attachments":[{"filename":"a.txt","content":"aGk="}]}""";

    private static readonly (string, string) Key = ("Authorization", "Bearer " + EspSandbox.Key);

    [Fact]
    public async Task An_email_is_taken()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (answer, response) = await sandbox.CallAsync("/emails", Simple, 200, Key);

        Assert.True(response.Headers.Contains("ratelimit-remaining"));
        var mails = await sandbox.MailsAsync();
        Assert.Equal(["ann@x.example", "c@x.example"], mails.Select(mail => mail.Text("to")));
        Assert.Equal((answer.Text("id"), "1", "p1", "aGk="), (mails[0].Text("id"), mails[0].GetProperty("headers").Text("X-Own"), mails[0].GetProperty("metadata").Text("pid"), mails[0].GetProperty("attachments")[0].Text("content")));
    }

    [Fact]
    public async Task A_batch_is_all_or_nothing_unless_it_is_permissive()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        const string call = """[{"from":"n@s.example","to":"a@x.example","subject":"s","text":"t"},{"from":"n@s.example","to":"nobody","subject":"s","text":"t"}]""";

        await sandbox.CallAsync("/emails/batch", call, 422, Key);
        Assert.Empty(await sandbox.MailsAsync());
        var (answer, _) = await sandbox.CallAsync("/emails/batch", call, 200, Key, ("x-batch-validation", "permissive"));
        await sandbox.CallAsync("/emails/batch", JsonSerializer.Serialize(Enumerable.Repeat(new { from = "n@s.example", to = "a@x.example", subject = "s", text = "t" }, 101)), 422, Key);

        Assert.Equal(1, answer.GetProperty("data").GetArrayLength());
        Assert.Equal(1, answer.GetProperty("errors")[0].GetProperty("index").GetInt32());
        Assert.Single(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task A_template_is_filled_with_variables_and_their_fallbacks()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync(
            "/templates",
            """{"name":"t","alias":"nl","subject":"Hi {{{NAME}}}","html":"{{{NAME}}} {{{ HERO }}}","variables":[{"key":"NAME","type":"string"},{"key":"HERO","type":"string","fallback_value":"none"}]}""",
            200,
            Key);

        await sandbox.CallAsync("/emails", """{"from":"n@s.example","to":"a@x.example","template":{"id":"nl","variables":{"NAME":"A & B"}}}""", 200, Key);
        var (error, _) = await sandbox.CallAsync("/emails", """{"from":"n@s.example","to":"a@x.example","template":{"id":"nl"}}""", 422, Key);

        var mail = Assert.Single(await sandbox.MailsAsync());
        Assert.Equal(("Hi A & B", "A & B none"), (mail.Text("subject"), mail.Text("html")));
        Assert.Contains("'NAME'", error.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_against_doing_it_twice_holds()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (first, _) = await sandbox.CallAsync("/emails", Simple, 200, Key, ("Idempotency-Key", "k1"));
        var (again, _) = await sandbox.CallAsync("/emails", Simple, 200, Key, ("Idempotency-Key", "k1"));
        var (other, _) = await sandbox.CallAsync("/emails", Simple.Replace("Hi", "Ho", StringComparison.Ordinal), 409, Key, ("Idempotency-Key", "k1"));

        Assert.Equal(first.Text("id"), again.Text("id"));
        Assert.Equal("invalid_idempotent_request", other.Text("name"));
        Assert.Equal(2, (await sandbox.MailsAsync()).Length);
    }

    [Theory]
    [InlineData("from", "null", "missing_required_field", "Missing `from` field.")]
    [InlineData("from", "\"nobody\"", "validation_error", "Invalid `from` field.")]
    [InlineData("to", "[\"nobody\"]", "validation_error", "Invalid `to` field.")]
    [InlineData("to", "null", "missing_required_field", "Missing `to` field.")]
    [InlineData("subject", "null", "missing_required_field", "Missing `subject` field.")]
    [InlineData("tags", """[{"name":"a b","value":"x"}]""", "validation_error", "Tags should only contain")]
    [InlineData("attachments", """[{"filename":"a"}]""", "invalid_attachment", "Attachment must have")]
    public async Task What_is_wrong_is_said_and_nothing_is_sent(string member, string json, string name, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var call = JsonNode.Parse(Simple)!;
        call[member] = JsonNode.Parse(json);

        var (error, _) = await sandbox.CallAsync("/emails", call.ToJsonString(), 422, Key);

        Assert.Equal(name, error.Text("name"));
        Assert.StartsWith(message, error.Text("message"), StringComparison.Ordinal);
        Assert.Empty(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task Keys_are_looked_at()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (nobody, _) = await sandbox.CallAsync("/emails", Simple, 401);
        var (stranger, _) = await sandbox.CallAsync("/emails", Simple, 401, ("Authorization", "Bearer re_other"));

        Assert.Equal(("missing_api_key", "API key is invalid"), (nobody.Text("name"), stranger.Text("message")));
    }
}
