using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;
using Renderer.Server.Passthrough.Ses.Signing;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Ses;

public sealed class SesTests : IAsyncLifetime
{
    private const string Single = "/v2/email/outbound-emails";
    private const string Bulk = "/v2/email/outbound-bulk-emails";
    private VendorStage vendor = null!;
    private AccessKey key = null!;
    private AccessPair pair = null!;

    public async ValueTask InitializeAsync()
    {
        vendor = await VendorStage.StartAsync("ses", request => request.Body.Length == 0 ? new { } : request.Json.TryGetProperty("BulkEmailEntries", out var entries)
            ? new { BulkEmailEntryResults = entries.EnumerateArray().Select(entry => new { Status = "SUCCESS", MessageId = Id(entry) }).ToArray() }
            : new { MessageId = Id(request.Json) });
        var services = vendor.Stage.Node.Services;
        key = await services.GetRequiredService<AccessKeys>().NewSigningAsync(WorkspaceName.Default, Role.Send, [], "SES", null, "test");
        pair = services.GetRequiredService<AccessPairs>().Make(key.Id);
    }

    public ValueTask DisposeAsync() => vendor.DisposeAsync();

    [Fact]
    public async Task A_mail_to_several_is_one_for_each_signed_anew()
    {
        using var answer = await SendAsync(Single, """
            {"FromEmailAddress":"a@brand.example","Destination":{"ToAddresses":["One <p0001@people.example>","p0002@people.example"],"CcAddresses":["boss@brand.example"]},"n":1.50,
             "Content":{"Simple":{"Subject":{"Data":"[[renderer:letter]]"},"Body":{"Html":{"Data":"<p>Hi</p>[[renderer:letter#hero]]","Charset":"UTF-8"}}}}}
            """);
        Assert.Equal("p0001", (await answer.JsonAsync()).Text("MessageId"));
        foreach (var (request, person) in vendor.Host.Came.Zip([1, 2]))
        {
            var (simple, expected) = (request.Json.GetProperty("Content").GetProperty("Simple"), await vendor.LetterAsync(person));
            Assert.Equal((expected.Subject, "UTF-8"), (simple.GetProperty("Subject").Text("Data"), simple.GetProperty("Subject").Text("Charset")));
            Assert.Equal("<p>Hi</p>" + expected.Hero, simple.GetProperty("Body").GetProperty("Html").Text("Data"));
            Assert.Contains("List-Unsubscribe", simple.GetProperty("Headers").EnumerateArray().Select(header => header.Text("Name")));
            Assert.Equal(person == 1, request.Json.GetProperty("Destination").TryGetProperty("CcAddresses", out _));
            Assert.Contains(",\"n\":1.50,", Encoding.UTF8.GetString(request.Body), StringComparison.Ordinal);
            Verify(request);
        }
    }

    [Fact]
    public async Task Each_entry_of_a_bulk_has_its_own_in_its_replacement_data()
    {
        using var answer = await SendAsync(Bulk, """
            {"DefaultContent":{"Template":{"TemplateContent":{"Subject":"[[renderer:letter]]","Html":"<p>Hi</p>[[renderer:letter#hero]]{{hero}}"},"TemplateData":"{\"hero\":\"[[renderer:letter#hero]]\",\"n\":1.50}"}},
             "BulkEmailEntries":[{"Destination":{"ToAddresses":["p0001@people.example"]}},
              {"Destination":{"ToAddresses":["p0002@people.example"]},"ReplacementEmailContent":{"ReplacementTemplate":{"ReplacementTemplateData":"{\"n\":2.50,\"hero\":\"own [[renderer:letter#hero]]\"}"}}},
              {"Destination":{"ToAddresses":["p0003@people.example"]},"ReplacementEmailContent":{"ReplacementTemplate":{}},"ReplacementHeaders":[{"Name":"list-unsubscribe","Value":"<x>"}]}]}
            """);
        Assert.Equal(["p0001", "p0002", "p0003"], (await answer.JsonAsync()).GetProperty("BulkEmailEntryResults").EnumerateArray().Select(one => one.Text("MessageId")));
        var template = vendor.Only.Json.GetProperty("DefaultContent").GetProperty("Template").GetProperty("TemplateContent");
        Assert.Equal(("{{{renderer_1}}}", "<p>Hi</p>{{{renderer_2}}}{{hero}}"), (template.Text("Subject"), template.Text("Html")));
        var entries = vendor.Only.Json.GetProperty("BulkEmailEntries");
        foreach (var (entry, person) in entries.EnumerateArray().Zip([1, 2, 3]))
        {
            var text = entry.GetProperty("ReplacementEmailContent").GetProperty("ReplacementTemplate").Text("ReplacementTemplateData")!;
            var (data, expected) = (JsonSerializer.Deserialize<JsonElement>(text), await vendor.LetterAsync(person));
            Assert.Equal((expected.Subject, expected.Hero, person == 2 ? "own " + expected.Hero : expected.Hero), (data.Text("renderer_1"), data.Text("renderer_2"), data.Text("hero")));
            Assert.Equal(person == 2, text.StartsWith("{\"n\":2.50,", StringComparison.Ordinal));
        }

        Assert.Equal("List-Unsubscribe", entries[0].GetProperty("ReplacementHeaders")[0].Text("Name"));
        Assert.Equal(1, entries[2].GetProperty("ReplacementHeaders").GetArrayLength());
        Verify(vendor.Only);
    }

    [Fact]
    public async Task Who_is_skipped_is_left_out_and_keeps_a_place_in_the_results()
    {
        using var answer = await SendAsync(Bulk, """
            {"DefaultContent":{"Template":{"TemplateContent":{"Html":"[[renderer:letter]]"}}},
             "BulkEmailEntries":[{"Destination":{"ToAddresses":["p0001@people.example"]},"ReplacementEmailContent":{"ReplacementTemplate":{"ReplacementTemplateData":"{\"order\":{\"skip\":true}}"}}},
              {"Destination":{"ToAddresses":["p0002@people.example"]}}]}
            """);
        Assert.Equal([("SUCCESS", "00000"), ("SUCCESS", "p0002")], (await answer.JsonAsync()).GetProperty("BulkEmailEntryResults").EnumerateArray().Select(one => (one.Text("Status"), one.Text("MessageId")![..5])));
        Assert.Equal("p0001@people.example;bounced", answer.Headers.GetValues("X-Renderer-Skipped").Single());
        Assert.Equal(1, vendor.Only.Json.GetProperty("BulkEmailEntries").GetArrayLength());
    }

    [Fact]
    public async Task A_template_s_data_and_the_header_are_filled()
    {
        using var data = await SendAsync(Single, """
            {"Destination":{"ToAddresses":["p0004@people.example"]},"Content":{"Template":{"TemplateName":"t","TemplateData":"{\"hero\":\"a \\\"b\\\" [[renderer:letter#hero]]\"}"}}}
            """);
        Assert.Equal(HttpStatusCode.OK, data.StatusCode);
        Assert.Equal("a \"b\" " + (await vendor.LetterAsync(4)).Hero, JsonSerializer.Deserialize<JsonElement>(vendor.Only.Json.GetProperty("Content").GetProperty("Template").Text("TemplateData")!).Text("hero"));

        using var filled = await SendAsync(Single, """{"Destination":{"ToAddresses":["x@else.example"]},"EmailTags":[{"Name":"renderer_id","Value":"p0005"}],"Content":{"Simple":{"Subject":{"Data":"Own"}}}}""", ("X-Renderer-Template", "letter"));
        Assert.Equal(HttpStatusCode.OK, filled.StatusCode);
        var (simple, expected) = (vendor.Host.Came.Last().Json.GetProperty("Content").GetProperty("Simple"), await vendor.LetterAsync(5));
        Assert.Equal("Own", simple.GetProperty("Subject").Text("Data"));
        Assert.Equal((LinkTokenText.Bare(expected.Html), LinkTokenText.Bare(expected.Text)), (LinkTokenText.Bare(simple.GetProperty("Body").GetProperty("Html").Text("Data")), LinkTokenText.Bare(simple.GetProperty("Body").GetProperty("Text").Text("Data"))));
    }

    [Theory]
    [InlineData("POST", "/v2/email/outbound-emails", """ {"Destination":{"ToAddresses":["x@else.example","y@else.example"]},"Content":{"Simple":{"Subject":{"Data":"\u00e4"}}},"n":1e9} """)]
    [InlineData("PUT", "/v2/email/templates/my%20one", "{\"TemplateContent\":{}}")]
    [InlineData("GET", "/v2/email/identities?PageSize=10&NextToken=a%2Bb%3D%3D", null)]
    [InlineData("DELETE", "/v2/email/identities/ann%40brand.example", null)]
    public async Task What_has_no_mark_passes_byte_for_byte_signed_anew(string method, string target, string? body)
    {
        using var answer = await SendAsync(target, body, method, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((method, target, body ?? string.Empty), (vendor.Only.Method, vendor.Only.Target, Encoding.UTF8.GetString(vendor.Only.Body)));
        Verify(vendor.Only);
    }

    [Fact]
    public async Task Who_signs_with_another_secret_or_with_none_is_nobody()
    {
        var forged = pair with { Secret = new string('x', 40) };
        foreach (var other in (AccessPair[])[forged, pair with { AccessKeyId = "AKIAIOSFODNN7EXAMPLE" }])
        {
            using var answer = await SendAsync(Single, "{}", "POST", other);
            Assert.Contains("unauthorized", (await answer.JsonAsync(HttpStatusCode.Forbidden)).Text("message"), StringComparison.Ordinal);
            Assert.Equal("UnrecognizedClientException", answer.Headers.GetValues("x-amzn-ErrorType").Single());
        }

        using var bearer = await vendor.PostAsync(Single, "{}", ("Authorization", "Bearer dev"));
        Assert.Equal(HttpStatusCode.Forbidden, bearer.StatusCode);
        await vendor.Stage.Node.Services.GetRequiredService<AccessKeys>().RevokeAsync(WorkspaceName.Default, key.Id, "test");
        using var revoked = await SendAsync(Single, "{}");
        Assert.Equal(HttpStatusCode.Forbidden, revoked.StatusCode);
        Assert.Empty(vendor.Host.Came);
    }

    [Fact]
    public async Task A_body_that_was_changed_on_its_way_is_refused()
    {
        using var request = Signed(HttpMethod.Post, Single, "{}", pair);
        request.Content = new StringContent("{ }", Encoding.UTF8, "application/json");
        using var http = vendor.Stage.Node.Client(null);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(vendor.Host.Came);
    }

    private Task<HttpResponseMessage> SendAsync(string target, string? body, params (string Name, string Value)[] headers) => SendAsync(target, body, "POST", null, headers);

    private async Task<HttpResponseMessage> SendAsync(string target, string? body, string method, AccessPair? signer, params (string Name, string Value)[] headers)
    {
        using var http = vendor.Stage.Node.Client(null);
        using var request = Signed(new HttpMethod(method), target, body, signer ?? pair);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    private HttpRequestMessage Signed(HttpMethod method, string target, string? body, AccessPair with)
    {
        var request = new HttpRequestMessage(method, vendor.Stage.Node.Url + "/esp/mail" + target)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        new RequestSigner(with.AccessKeyId, with.Secret, "us-east-1", TimeProvider.System).Sign(request, Signature.Hash(Encoding.UTF8.GetBytes(body ?? string.Empty)));
        return request;
    }

    /// <summary>Signs what came as AWS would, and compares.</summary>
    private void Verify(EspRequest request)
    {
        var presented = PresentedSignature.Read(request.Headers["Authorization"])!;
        Assert.Equal(("AKIDOURS", "eu-central-1", "ses"), (presented.AccessKeyId, presented.Scope.Region, presented.Scope.Service));
        Assert.Contains("host", presented.HeaderNames);
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        var parts = new SignedParts
        {
            Method = request.Method,
            Path = query < 0 ? request.Target : request.Target[..query],
            Query = query < 0 ? string.Empty : request.Target[(query + 1)..],
            Headers = [.. presented.HeaderNames.Select(name => KeyValuePair.Create<string, IReadOnlyList<string>>(name, [request.Headers[name]]))],
            BodyHash = Signature.Hash(request.Body),
        };
        Assert.Equal(presented.Value, Signature.Of(parts, request.Headers["X-Amz-Date"], presented.Scope, SigningKey.Of("SG.real", presented.Scope)));
        Assert.Equal(new Uri(vendor.Host.Url).Authority, request.Headers["Host"]);
    }

    private static string Id(JsonElement mail) => mail.TryGetProperty("Destination", out var to) ? to.GetProperty("ToAddresses")[0].GetString()!.Split('<')[^1][..5] : "none";
}
