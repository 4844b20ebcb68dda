using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

public sealed class SesTests
{
    internal const string AccessKeyId = "AKIASANDBOX000000000";

    private const string Send = "/v2/email/outbound-emails";

    private const string Bulk = "/v2/email/outbound-bulk-emails";

    private const string Simple =
        """{"FromEmailAddress":"Shop <n@shop.example>","Destination":{"ToAddresses":["ann@x.example"],"BccAddresses":["b@x.example"]},"EmailTags":[{"Name":"pid","Value":"p1"}],"Content":{"Simple":{"Subject":{"Data":"Hi"},"Body":{"Html":{"Data":"<p>"},"Text":{"Data":"t"}},"Headers":[{"Name":"X-Own","Value":"1"}]}}}""";

    [Fact]
    public async Task A_signed_call_is_taken()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var (answer, _) = await CallAsync(sandbox, Send, Simple, 200);

        var mails = await sandbox.MailsAsync();
        Assert.Equal(["ann@x.example", "b@x.example"], mails.Select(mail => mail.Text("to")));
        Assert.Equal((answer.Text("MessageId"), "Hi", "<p>", "1"), (mails[0].Text("id"), mails[0].Text("subject"), mails[0].Text("html"), mails[0].GetProperty("headers").Text("X-Own")));
        Assert.Equal("p1", mails[0].GetProperty("metadata").Text("pid"));
    }

    [Fact]
    public async Task Entries_of_a_bulk_call_are_filled_each_with_their_own_and_judged_each()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await CallAsync(sandbox, "/v2/email/templates", """{"TemplateName":"nl","TemplateContent":{"Subject":"Hi {{name}}","Html":"{{hero}} {{name}}"}}""", 200);
        const string call = """
            {"FromEmailAddress":"n@shop.example","DefaultContent":{"Template":{"TemplateName":"nl","TemplateData":"{\"hero\":\"none\",\"name\":\"you\"}"}},
             "BulkEmailEntries":[{"Destination":{"ToAddresses":["ann@x.example"]},"ReplacementEmailContent":{"ReplacementTemplate":{"ReplacementTemplateData":"{\"hero\":\"<b>A & B</b>\"}"}},"ReplacementHeaders":[{"Name":"X-Own","Value":"2"}]},
              {"Destination":{"ToAddresses":["nobody"]}},{"Destination":{"ToAddresses":["bob@x.example"]},"ReplacementEmailContent":{"ReplacementTemplate":{"ReplacementTemplateData":"{"}}}]}
            """;

        var (answer, _) = await CallAsync(sandbox, Bulk, call, 200);
        var (missing, refused) = await CallAsync(sandbox, Bulk, call.Replace("\"nl\"", "\"other\"", StringComparison.Ordinal), 404);

        Assert.Equal(["SUCCESS", "INVALID_PARAMETER", "INVALID_PARAMETER"], answer.GetProperty("BulkEmailEntryResults").EnumerateArray().Select(one => one.Text("Status")));
        var mail = Assert.Single(await sandbox.MailsAsync());
        Assert.Equal(("Hi you", "<b>A & B</b> you", "2"), (mail.Text("subject"), mail.Text("html"), mail.GetProperty("headers").Text("X-Own")));
        Assert.Equal("NotFoundException", refused.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Equal("Template other does not exist.", missing.Text("message"));
    }

    [Theory]
    [InlineData("FromEmailAddress", "\"nobody\"", "Missing or invalid FromEmailAddress")]
    [InlineData("Destination", """{"ToAddresses":["nobody"]}""", "Missing final '@domain'")]
    [InlineData("Destination", """{}""", "Recipients list cannot be empty.")]
    [InlineData("Content", "{}", "Exactly one of Simple, Raw and Template")]
    [InlineData("Content", """{"Raw":{"Data":"%"}}""", "Raw.Data must be")]
    [InlineData("Content", """{"Simple":{"Subject":{"Data":"s"},"Body":{}}}""", "Body must have Text or Html")]
    [InlineData("Content", """{"Template":{"TemplateContent":{"Subject":"s"},"TemplateData":"{"}}""", "TemplateData is not valid JSON.")]
    public async Task What_is_wrong_is_said_and_nothing_is_sent(string member, string json, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var call = JsonNode.Parse(Simple)!;
        call[member] = JsonNode.Parse(json);

        var (error, response) = await CallAsync(sandbox, Send, call.ToJsonString(), 400);

        Assert.StartsWith(message, error.Text("message"), StringComparison.Ordinal);
        Assert.Equal("BadRequestException", response.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Empty(await sandbox.MailsAsync());
    }

    [Fact]
    public async Task A_signature_over_anything_else_is_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (_, unsigned) = await sandbox.CallAsync(Send, Simple, 403);
        var other = Sign(sandbox, Send, Simple);
        other.Content = new StringContent(Simple.Replace("ann@", "eve@", StringComparison.Ordinal));
        var (_, changed) = await sandbox.CallAsync(other, 403);
        var (_, stranger) = await sandbox.CallAsync(Sign(sandbox, Send, Simple, id: "AKIAOTHER"), 403);
        var (_, secret) = await sandbox.CallAsync(Sign(sandbox, Send, Simple, secret: "wrong"), 403);
        var (_, old) = await sandbox.CallAsync(Sign(sandbox, Send, Simple, age: TimeSpan.FromMinutes(6)), 403);
        var (_, service) = await sandbox.CallAsync(Sign(sandbox, Send, Simple, service: "s3"), 403);

        Assert.Equal(
            ["MissingAuthenticationTokenException", "InvalidSignatureException", "UnrecognizedClientException", "InvalidSignatureException", "InvalidSignatureException", "InvalidSignatureException"],
            new[] { unsigned, changed, stranger, secret, old, service }.Select(response => response.Headers.GetValues("x-amzn-ErrorType").Single()));
        Assert.Empty(await sandbox.MailsAsync());
    }

    internal static Task<(JsonElement Body, HttpResponseMessage Response)> CallAsync(RunningSandbox sandbox, string path, string json, int status) =>
        sandbox.CallAsync(Sign(sandbox, path, json), status);

    /// <summary>Signature Version 4, written down a second time.</summary>
    private static HttpRequestMessage Sign(
        RunningSandbox sandbox, string path, string json, string id = AccessKeyId, string secret = EspSandbox.Key, TimeSpan age = default, string service = "ses")
    {
        var time = (TimeProvider.System.GetUtcNow() - age).ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/eu-west-1/{service}/aws4_request";
        var canonical = $"POST\n{path}\n\nhost:{sandbox.Url.Authority}\nx-amz-date:{time}\n\nhost;x-amz-date\n{Hash(json)}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (derived, part) => HMACSHA256.HashData(derived, Encoding.UTF8.GetBytes(part)));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}")));
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json) };
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders=host;x-amz-date, Signature={signature}");
        return request;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
