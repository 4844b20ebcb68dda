using System.Net;
using System.Text;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Resend;

public sealed class ResendTests : IAsyncLifetime
{
    private static readonly (string, string) Key = ("Authorization", "Bearer dev");
    private VendorStage vendor = null!;

    public async ValueTask InitializeAsync() => vendor = await VendorStage.StartAsync("resend", request => request.Json.ValueKind == JsonValueKind.Array
        ? new { data = request.Json.EnumerateArray().Select(mail => new { id = Id(mail) }).ToArray() }
        : new { id = Id(request.Json) });

    public ValueTask DisposeAsync() => vendor.DisposeAsync();

    [Fact]
    public async Task A_mail_to_several_is_one_for_each_under_keys_of_their_own()
    {
        using var answer = await vendor.PostAsync("/emails", Mail("""["A <p0001@people.example>","p0002@people.example"]""", more: ",\"cc\":\"boss@brand.example\",\"headers\":{\"X-A\":\"b\"}"), Key, ("Idempotency-Key", "k1"));
        Assert.Equal("p0001", (await answer.JsonAsync()).Text("id"));
        foreach (var (request, person) in vendor.Host.Came.Zip([1, 2]))
        {
            var expected = await vendor.LetterAsync(person);
            Assert.Equal((expected.Subject, expected.Hero, "b"), (request.Json.Text("subject"), request.Json.Text("html"), request.Json.GetProperty("headers").Text("X-A")));
            Assert.True(request.Json.GetProperty("headers").TryGetProperty("List-Unsubscribe", out _));
            Assert.Equal(("Bearer SG.real", $"k1/{person - 1}-1", person == 1), (request.Headers["Authorization"], request.Headers["Idempotency-Key"], request.Json.TryGetProperty("cc", out _)));
        }
    }

    [Fact]
    public async Task Each_mail_of_a_batch_has_its_own_and_its_answer_in_its_place()
    {
        using var answer = await vendor.PostAsync("/emails/batch", $"[{Mail("\"p0003@people.example\"")}, {{\"from\":\"a@b.example\",\"to\":\"x@else.example\",\"text\":\"\\u00e4\"}}, {Mail("[\"p0004@people.example\"]")}]", Key);
        Assert.Equal(["p0003", "x@els", "p0004"], (await answer.JsonAsync()).GetProperty("data").EnumerateArray().Select(one => one.Text("id")));
        Assert.Equal([(await vendor.LetterAsync(3)).Subject, null, (await vendor.LetterAsync(4)).Subject], vendor.Only.Json.EnumerateArray().Select(mail => mail.TryGetProperty("subject", out var subject) ? subject.GetString() : null));
        Assert.Contains("\"text\":\"\\u00e4\"", Encoding.UTF8.GetString(vendor.Only.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_skipped_is_left_out_and_keeps_a_place_in_the_answer()
    {
        var skipped = Mail("\"p0001@people.example\"", html: "[[renderer:letter]]", more: ",\"template\":{\"id\":\"t\",\"variables\":{\"order\":{\"skip\":true}}}");
        using var answer = await vendor.PostAsync("/emails/batch", $"[{skipped},{Mail("\"p0002@people.example\"")}]", Key);
        Assert.Equal([Guid.Empty.ToString(), "p0002"], (await answer.JsonAsync()).GetProperty("data").EnumerateArray().Select(one => one.Text("id")));
        Assert.Equal("p0001@people.example;bounced", answer.Headers.GetValues("X-Renderer-Skipped").Single());
        Assert.Equal(1, vendor.Only.Json.GetArrayLength());
    }

    [Fact]
    public async Task The_header_fills_what_is_absent()
    {
        using var answer = await vendor.PostAsync("/emails", """{"from":"a@brand.example","to":["p0005@people.example"],"subject":"Own"}""", Key, ("X-Renderer-Template", "letter"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (got, expected) = (vendor.Only.Json, await vendor.LetterAsync(5));
        Assert.Equal(("Own", LinkTokenText.Bare(expected.Html), LinkTokenText.Bare(expected.Text)), (got.Text("subject"), LinkTokenText.Bare(got.Text("html")), LinkTokenText.Bare(got.Text("text"))));
    }

    [Fact]
    public async Task What_has_no_mark_passes_byte_for_byte()
    {
        const string Body = """ {"from":"a@brand.example","to":["x@else.example","y@else.example"],"html":"[[renderer:" , "n":1e9} """;
        using var answer = await vendor.PostAsync("/emails", Body, Key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Body, Encoding.UTF8.GetString(vendor.Only.Body));
    }

    [Fact]
    public async Task Refusals_of_ours_look_like_Resend_s()
    {
        using var unknown = await vendor.PostAsync("/emails", Mail("\"p0001@people.example\""), ("Authorization", "Bearer re_1"));
        var error = await unknown.JsonAsync(HttpStatusCode.Unauthorized);
        Assert.Equal((401, "missing_api_key"), (error.GetProperty("statusCode").GetInt32(), error.Text("name")));
        using var template = await vendor.PostAsync("/emails", Mail("\"p0001@people.example\"", html: "[[renderer:no-such]]"), Key);
        Assert.Equal("not_found", (await template.JsonAsync(HttpStatusCode.NotFound)).Text("name"));
        Assert.Empty(vendor.Host.Came);
    }

    private static string Mail(string to, string html = "[[renderer:letter#hero]]", string more = "") =>
        $"{{\"from\":\"shop@brand.example\",\"to\":{to},\"subject\":\"[[renderer:letter]]\",\"html\":\"{html}\"{more}}}";

    private static string Id(JsonElement mail) =>
        (mail.GetProperty("to") is { ValueKind: JsonValueKind.Array } list ? list[0].GetString()! : mail.Text("to")!).Split('<')[^1][..5];
}
