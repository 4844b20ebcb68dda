using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Postmark;

public sealed class PostmarkTests : IAsyncLifetime
{
    private static readonly (string, string) Key = ("X-Postmark-Server-Token", "dev");
    private VendorStage vendor = null!;

    public async ValueTask InitializeAsync() => vendor = await VendorStage.StartAsync("postmark", request => request.Json.ValueKind == JsonValueKind.Array
        ? request.Json.EnumerateArray().Select(Taken).ToArray()
        : request.Json.TryGetProperty("Messages", out var messages) ? messages.EnumerateArray().Select(Taken).ToArray() : Taken(request.Json));

    public ValueTask DisposeAsync() => vendor.DisposeAsync();

    [Fact]
    public async Task Each_mail_of_a_batch_has_its_own_and_what_is_not_ours_stays_as_it_was()
    {
        const string Unmarked = """{"From":"a@brand.example" , "To":"x@else.example","Cc":"y@else.example", "Metadata":{"n":1.50e3}, "TextBody":"\u00e4 \/"}""";
        var json = "[ " + Mail(1) + " ,\n " + Unmarked + " , " + Mail(2) + " ] ";
        using var answer = await vendor.PostAsync("/email/batch", json, Key);

        Assert.Equal(["m1", "x", "m2"], (await answer.JsonAsync()).EnumerateArray().Select(one => one.Text("MessageID")));
        Assert.Equal("SG.real", vendor.Only.Headers["X-Postmark-Server-Token"]);
        var came = Encoding.UTF8.GetString(vendor.Only.Body);
        Assert.Contains(" ,\n " + Unmarked + " , ", came, StringComparison.Ordinal);
        foreach (var (place, person) in ((int, int)[])[(0, 1), (2, 2)])
        {
            var (got, expected) = (vendor.Only.Json[place], await vendor.LetterAsync(person));
            Assert.Equal((expected.Subject, $"<p>Hi</p>{expected.Hero}", "Hello"), (got.Text("Subject"), got.Text("HtmlBody"), got.Text("TextBody")));
            Assert.StartsWith("<http", got.GetProperty("Headers").EnumerateArray().Single(header => header.Text("Name") == "List-Unsubscribe").Text("Value"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_mail_to_several_is_one_for_each_and_copies_go_once()
    {
        using var answer = await vendor.PostAsync("/email", Mail(1).Replace(
            "\"p0001@people.example\"", "\"\\\"Doe, A\\\" <p0001@people.example>, p0002@people.example\",\"Bcc\":\"log@brand.example\"", StringComparison.Ordinal), Key);

        Assert.Equal(0, (await answer.JsonAsync()).GetProperty("ErrorCode").GetInt32());
        Assert.Equal(["\"Doe, A\" <p0001@people.example>", "p0002@people.example"], vendor.Host.Came.Select(request => request.Json.Text("To")));
        Assert.Equal([true, false], vendor.Host.Came.Select(request => request.Json.TryGetProperty("Bcc", out _)));
        Assert.Equal([(await vendor.LetterAsync(1)).Subject, (await vendor.LetterAsync(2)).Subject], vendor.Host.Came.Select(request => request.Json.Text("Subject")));
    }

    [Fact]
    public async Task In_a_batch_a_mail_to_several_becomes_several_and_has_one_answer()
    {
        using var answer = await vendor.PostAsync("/email/batch", $"[{Mail(3)},{Mail(1).Replace("p0001@people.example", "p0001@people.example,p0002@people.example", StringComparison.Ordinal)}]", Key);
        Assert.Equal(["m3", "m1"], (await answer.JsonAsync()).EnumerateArray().Select(one => one.Text("MessageID")));
        Assert.Equal([VendorStage.Address(3), VendorStage.Address(1), VendorStage.Address(2)], vendor.Only.Json.EnumerateArray().Select(one => one.Text("To")));
    }

    [Fact]
    public async Task Who_is_skipped_is_left_out_and_the_others_answers_keep_their_places()
    {
        static string Skipped(int person) => Mail(person, html: "[[renderer:letter]]").Replace("\"From\"", "\"Metadata\":{\"renderer_id\":\"p" + person.ToString("0000", null) + "\"},\"TemplateModel\":{\"order\":{\"skip\":true}},\"From\"", StringComparison.Ordinal);
        using var answer = await vendor.PostAsync("/email/batch", $"[{Skipped(1)},{Mail(2)},{Skipped(3)}]", Key);

        var items = await answer.JsonAsync();
        Assert.Equal([(VendorStage.Address(1), 0), (VendorStage.Address(2), 0), (VendorStage.Address(3), 0)], items.EnumerateArray().Select(one => (one.Text("To"), one.GetProperty("ErrorCode").GetInt32())));
        Assert.Equal("m2", items[1].Text("MessageID"));
        Assert.Equal("p0001@people.example;bounced, p0003@people.example;bounced", answer.Headers.GetValues("X-Renderer-Skipped").Single());
        Assert.Equal([VendorStage.Address(2)], vendor.Only.Json.EnumerateArray().Select(one => one.Text("To")));

        using var alone = await vendor.PostAsync("/email", Skipped(1), Key);
        Assert.Equal("OK", (await alone.JsonAsync()).Text("Message"));
        Assert.Single(vendor.Host.Came);
    }

    [Fact]
    public async Task A_template_of_Postmark_s_gets_blocks_in_its_model()
    {
        using var answer = await vendor.PostAsync("/email/batchWithTemplates", """
            {"Messages":[{"From":"a@brand.example","To":"p0004@people.example","TemplateAlias":"x","TemplateModel":{"hero":"[[renderer:letter#hero]]","title_subject":"[[renderer:letter]]","n":1.0}}]}
            """, Key);
        var (model, expected) = (vendor.Only.Json.GetProperty("Messages")[0].GetProperty("TemplateModel"), await vendor.LetterAsync(4));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((expected.Hero, expected.Subject, "1.0"), (model.Text("hero"), model.Text("title_subject"), model.GetProperty("n").GetRawText()));
    }

    [Fact]
    public async Task The_header_fills_what_is_absent()
    {
        using var answer = await vendor.PostAsync("/email", """{"From":"a@brand.example","To":"p0005@people.example","TextBody":"Own","HtmlBody":null}""", Key, ("X-Renderer-Template", "letter"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (got, expected) = (vendor.Only.Json, await vendor.LetterAsync(5));
        Assert.Equal((expected.Subject, "Own"), (got.Text("Subject"), got.Text("TextBody")));
        Assert.Equal(LinkTokenText.Bare(expected.Html), LinkTokenText.Bare(got.Text("HtmlBody")));
    }

    [Fact]
    public async Task What_has_no_mark_passes_byte_for_byte_and_its_answer_too()
    {
        const string Body = """[{"From":"a@brand.example","To":"x@else.example, y@else.example" ,"HtmlBody":"\u003cb>","Unknown":1e9}, 7, null]""";
        vendor.Host.Answer = (http, _) => EspHost.RefuseAsync(http, 422, """{"ErrorCode":300,"Message":"Invalid 'From' address."}""");
        using var answer = await vendor.PostAsync("/email/batch", Body, Key);
        Assert.Equal(Body, Encoding.UTF8.GetString(vendor.Only.Body));
        Assert.Equal(300, (await answer.JsonAsync(HttpStatusCode.UnprocessableEntity)).GetProperty("ErrorCode").GetInt32());
    }

    [Fact]
    public async Task Refusals_of_ours_look_like_Postmark_s()
    {
        using var unknown = await vendor.PostAsync("/email", Mail(1), ("X-Postmark-Server-Token", "nobody"));
        Assert.Equal(10, (await unknown.JsonAsync(HttpStatusCode.Unauthorized)).GetProperty("ErrorCode").GetInt32());
        using var template = await vendor.PostAsync("/email", Mail(1, html: "[[renderer:no-such]]"), Key);
        Assert.Contains("template_unknown", (await template.JsonAsync(HttpStatusCode.NotFound)).Text("Message"), StringComparison.Ordinal);
        using var nobody = await vendor.PostAsync("/email", Mail(1).Replace("p0001@people.example", string.Empty, StringComparison.Ordinal), Key);
        Assert.Contains("recipient_missing", (await nobody.JsonAsync(HttpStatusCode.UnprocessableEntity)).Text("Message"), StringComparison.Ordinal);
        Assert.Empty(vendor.Host.Came);
    }

    private static string Mail(int person, string html = "<p>Hi</p>[[renderer:letter#hero]]") => new JsonObject
    {
        ["From"] = "shop@brand.example",
        ["To"] = VendorStage.Address(person),
        ["Subject"] = "[[renderer:letter]]",
        ["HtmlBody"] = html,
        ["TextBody"] = "Hello",
    }.ToJsonString();

    private static object Taken(JsonElement mail)
    {
        var to = mail.ValueKind == JsonValueKind.Object ? mail.Text("To")! : "nobody";
        return new { To = to, SubmittedAt = "2026-01-01T00:00:00Z", MessageID = to[0] == 'p' ? "m" + to[4] : "x", ErrorCode = 0, Message = "OK" };
    }
}
