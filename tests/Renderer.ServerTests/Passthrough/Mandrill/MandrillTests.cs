using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Mandrill;

public sealed class MandrillTests : IAsyncLifetime
{
    private const string Send = "/api/1.3/messages/send";
    private VendorStage vendor = null!;

    public async ValueTask InitializeAsync() => vendor = await VendorStage.StartAsync("mandrill", request => request.Json.TryGetProperty("message", out var message)
        ? message.GetProperty("to").EnumerateArray().Select(to => new { email = to.Text("email"), status = "sent", _id = "id-" + to.Text("email"), reject_reason = (string?)null }).ToArray()
        : "PONG!");

    public ValueTask DisposeAsync() => vendor.DisposeAsync();

    [Fact]
    public async Task Each_recipient_has_their_own_in_their_merge_vars()
    {
        var mail = Mail([1, 2, 3]);
        mail["message"]!["merge_vars"] = JsonNode.Parse("""[{"rcpt":"P0002@people.example","vars":[{"name":"CITY","content":"Ulm"}]},{"rcpt":"p0003@people.example","vars":[]}]""");
        using var answer = await vendor.PostAsync(Send, mail.ToJsonString());

        Assert.Equal([1, 2, 3], (await answer.JsonAsync()).EnumerateArray().Select(one => int.Parse(one.Text("email")![1..5], null)));
        Assert.Equal("SG.real", vendor.Only.Json.Text("key"));
        foreach (var person in (int[])[1, 2, 3])
        {
            var (got, expected) = (Got(vendor.Only.Json, person), await vendor.LetterAsync(person));
            Assert.Equal((expected.Subject, $"<p>Hi</p>{expected.Hero}"), (got("subject"), got("html")));
            Assert.StartsWith("<http", got("unsubscribe"), StringComparison.Ordinal);
        }

        Assert.Contains("{\"name\":\"CITY\",\"content\":\"Ulm\"},{\"name\":\"renderer_1\"", Encoding.UTF8.GetString(vendor.Only.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handlebars_have_their_own_spelling()
    {
        var mail = Mail([1]);
        mail["message"]!["merge_language"] = "handlebars";
        using var answer = await vendor.PostAsync(Send, mail.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("<p>Hi</p>{{{renderer_2}}}", vendor.Only.Json.GetProperty("message").Text("html"));
    }

    [Fact]
    public async Task Where_nothing_is_merged_each_gets_a_request_with_it_in_place()
    {
        var mail = Mail([1, 2]);
        mail["message"]!["merge"] = false;
        using var answer = await vendor.PostAsync(Send, mail.ToJsonString());

        Assert.Equal(["id-p0001@people.example", "id-p0002@people.example"], (await answer.JsonAsync()).EnumerateArray().Select(one => one.Text("_id")));
        Assert.Equal(2, vendor.Host.Came.Count);
        foreach (var (request, person) in vendor.Host.Came.Zip([1, 2]))
        {
            var message = request.Json.GetProperty("message");
            Assert.Equal(VendorStage.Address(person), Assert.Single(message.GetProperty("to").EnumerateArray()).Text("email"));
            Assert.Equal((await vendor.LetterAsync(person)).Subject, message.Text("subject"));
            Assert.False(message.TryGetProperty("merge_vars", out _));
        }
    }

    [Fact]
    public async Task Variables_with_marks_are_each_recipient_s_own()
    {
        using var answer = await vendor.PostAsync("/api/1.0/messages/send-template.json", """
            {"key":"dev","template_name":"t","template_content":[{"name":"main","content":"[[renderer:letter#hero]]"}],
             "message":{"to":[{"email":"p0001@people.example"},{"email":"p0002@people.example"}],"global_merge_vars":[{"name":"HERO","content":"[[renderer:letter#hero]]"}],
             "merge_vars":[{"rcpt":"p0002@people.example","vars":[{"name":"hero","content":"x [[renderer:letter#hero]]"}]}]}}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (one, two) = (await vendor.LetterAsync(1), await vendor.LetterAsync(2));
        Assert.Equal((one.Hero, one.Hero), (Var(1, "HERO"), Var(1, "renderer_1")));
        Assert.Equal(("x " + two.Hero, two.Hero), (Var(2, "hero"), Var(2, "renderer_1")));
        Assert.Equal("*|RENDERER_1|*", vendor.Only.Json.GetProperty("template_content")[0].Text("content"));

        string Var(int person, string name) => Vars(vendor.Only.Json.GetProperty("message"), person).Single(variable => variable.Text("name") == name).Text("content")!;
    }

    [Fact]
    public async Task Who_is_skipped_is_left_out_and_keeps_a_place_in_the_answer()
    {
        var mail = Mail([1, 2], html: "[[renderer:letter]]");
        mail["message"]!["merge_vars"] = JsonNode.Parse("""[{"rcpt":"p0001@people.example","vars":[{"name":"order","content":{"skip":true}}]}]""");
        using var answer = await vendor.PostAsync(Send, mail.ToJsonString());
        Assert.Equal([("p0001@people.example", "queued"), ("p0002@people.example", "sent")], (await answer.JsonAsync()).EnumerateArray().Select(one => (one.Text("email"), one.Text("status"))));
        Assert.Equal("p0001@people.example;bounced", answer.Headers.GetValues("X-Renderer-Skipped").Single());
        Assert.Equal("p0002@people.example", Assert.Single(vendor.Only.Json.GetProperty("message").GetProperty("to").EnumerateArray()).Text("email"));
    }

    [Fact]
    public async Task The_header_fills_what_is_absent_and_metadata_say_who_it_is()
    {
        using var answer = await vendor.PostAsync(Send, """
            {"key":"dev","message":{"to":[{"email":"x@else.example"}],"text":"Own","recipient_metadata":[{"rcpt":"x@else.example","values":{"renderer_id":"p0005"}}]}}
            """, ("X-Renderer-Template", "letter"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var message = vendor.Only.Json.GetProperty("message");
        Assert.Equal(("*|RENDERER_1|*", "Own"), (message.Text("subject"), message.Text("text")));
        Assert.Equal((await vendor.LetterAsync(5)).Subject, Vars(message, "x@else.example").First().Text("content"));
    }

    [Fact]
    public async Task What_has_no_mark_passes_with_another_key_and_nothing_else()
    {
        const string Body = """ {"message":{"to":[{"email":"x@else.example"}],"html":"\u00e4","n":1e9},"key" : "dev" ,"async":false}""";
        using var answer = await vendor.PostAsync(Send, Body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Body.Replace("\"dev\"", "\"SG.real\"", StringComparison.Ordinal), Encoding.UTF8.GetString(vendor.Only.Body));

        using var ping = await vendor.PostAsync("/api/1.3/users/ping", "{\"key\":\"dev\"}");
        Assert.Equal("PONG!", (await ping.JsonAsync()).GetString());
    }

    [Fact]
    public async Task Refusals_of_ours_look_like_Mandrill_s()
    {
        foreach (var body in (string[])["{\"key\":\"nobody\"}", "{}", "no JSON", "[]"])
        {
            using var unknown = await vendor.PostAsync(Send, body);
            var error = await unknown.JsonAsync(HttpStatusCode.Unauthorized);
            Assert.Equal(("error", -1, "Invalid_Key"), (error.Text("status"), error.GetProperty("code").GetInt32(), error.Text("name")));
        }

        using var template = await vendor.PostAsync(Send, Mail([1], html: "[[renderer:no-such]]").ToJsonString());
        Assert.Equal("ValidationError", (await template.JsonAsync(HttpStatusCode.NotFound)).Text("name"));
        Assert.Empty(vendor.Host.Came);
    }

    private static JsonObject Mail(int[] people, string html = "<p>Hi</p>[[renderer:letter#hero]]") => new()
    {
        ["key"] = "dev",
        ["message"] = new JsonObject
        {
            ["from_email"] = "shop@brand.example",
            ["to"] = new JsonArray([.. people.Select(person => new JsonObject { ["email"] = VendorStage.Address(person) })]),
            ["subject"] = "[[renderer:letter]]",
            ["html"] = html,
        },
    };

    /// <summary>What one recipient gets, merged as Mandrill merges.</summary>
    private static Func<string, string> Got(JsonElement request, int person)
    {
        var message = request.GetProperty("message");
        var vars = Vars(message, person).Select(variable => (Tag: $"*|{variable.Text("name")!.ToUpperInvariant()}|*", Value: variable.Text("content")!)).ToList();
        return name => vars.Aggregate(
            name == "unsubscribe" ? message.GetProperty("headers").Text("List-Unsubscribe")! : message.Text(name)!,
            (text, variable) => text.Replace(variable.Tag, variable.Value, StringComparison.Ordinal));
    }

    private static List<JsonElement> Vars(JsonElement message, int person) => Vars(message, VendorStage.Address(person));

    private static List<JsonElement> Vars(JsonElement message, string address) => [.. message.GetProperty("merge_vars").EnumerateArray()
        .Single(one => one.Text("rcpt")!.Equals(address, StringComparison.OrdinalIgnoreCase)).GetProperty("vars").EnumerateArray()];
}
