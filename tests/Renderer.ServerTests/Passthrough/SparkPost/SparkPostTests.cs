using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.SparkPost;

public sealed class SparkPostTests : IAsyncLifetime
{
    private const string Send = "/api/v1/transmissions?num_rcpt_errors=3";
    private static readonly (string, string) Key = ("Authorization", "dev");
    private VendorStage vendor = null!;

    public async ValueTask InitializeAsync() => vendor = await VendorStage.StartAsync("sparkpost", request => new
    {
        results = new { total_rejected_recipients = 0, total_accepted_recipients = request.Json.GetProperty("recipients").GetArrayLength(), id = "11" },
    });

    public ValueTask DisposeAsync() => vendor.DisposeAsync();

    [Fact]
    public async Task Each_recipient_has_their_own_in_their_substitution_data()
    {
        var mail = Mail([1, 2, 3]);
        mail["recipients"]![1]!["substitution_data"] = new JsonObject { ["city"] = "Ulm", ["hero"] = "x [[renderer:letter#hero]]" };
        mail["recipients"]![2]!["address"] = $"Three <{VendorStage.Address(3)}>";
        using var answer = await vendor.PostAsync(Send, mail.ToJsonString(), Key);

        Assert.Equal(3, (await answer.JsonAsync()).GetProperty("results").GetProperty("total_accepted_recipients").GetInt32());
        Assert.Equal(("SG.real", Send), (vendor.Only.Headers["Authorization"], vendor.Only.Target));
        foreach (var person in (int[])[1, 2, 3])
        {
            var (got, expected) = (Got(vendor.Only.Json, person - 1), await vendor.LetterAsync(person));
            Assert.Equal((expected.Subject, $"<p>Hi</p>{expected.Hero}"), (got("subject"), got("html")));
            Assert.StartsWith("<http", got("unsubscribe"), StringComparison.Ordinal);
        }

        var own = vendor.Only.Json.GetProperty("recipients")[1].GetProperty("substitution_data");
        Assert.Equal(("Ulm", "x " + (await vendor.LetterAsync(2)).Hero), (own.Text("city"), own.Text("hero")));
    }

    [Fact]
    public async Task What_has_a_mark_for_all_is_each_recipient_s_own_unless_they_have_another()
    {
        var mail = Mail([1, 2], html: "{{{hero}}}");
        mail["substitution_data"] = JsonNode.Parse("""{"hero":"[[renderer:letter#hero]]","deep":{"a":["[[renderer:letter#plain]]"]},"n":1}""");
        mail["recipients"]![1]!["substitution_data"] = new JsonObject { ["hero"] = "own" };
        using var answer = await vendor.PostAsync(Send, mail.ToJsonString(), Key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var recipients = vendor.Only.Json.GetProperty("recipients");
        Assert.Equal(((await vendor.LetterAsync(1)).Hero, "own"), (recipients[0].GetProperty("substitution_data").Text("hero"), recipients[1].GetProperty("substitution_data").Text("hero")));
        Assert.Equal("<p>The same for all</p>", recipients[1].GetProperty("substitution_data").GetProperty("deep").GetProperty("a")[0].GetString());
    }

    [Fact]
    public async Task The_header_fills_what_is_absent_AMP_too()
    {
        using var answer = await vendor.PostAsync(Send, """{"recipients":[{"address":{"email":"x@else.example"},"metadata":{"renderer_id":"p0005"}}],"content":{"text":"Own"}}""", Key, ("X-Renderer-Template", "letter"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (got, expected) = (Got(vendor.Only.Json, 0), await vendor.LetterAsync(5));
        Assert.Equal((expected.Subject, LinkTokenText.Bare(expected.Html), "Own"), (got("subject"), LinkTokenText.Bare(got("html")), got("text")));
        Assert.Contains("\u26a14email", got("amp_html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_skipped_is_left_out_and_all_skipped_look_accepted()
    {
        var mail = Mail([1, 2], html: "[[renderer:letter]]");
        mail["recipients"]![0]!["substitution_data"] = JsonNode.Parse("""{"order":{"skip":true}}""");
        using var answer = await vendor.PostAsync(Send, mail.ToJsonString(), Key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("p0001@people.example;bounced", answer.Headers.GetValues("X-Renderer-Skipped").Single());
        Assert.Equal(VendorStage.Address(2), Assert.Single(vendor.Only.Json.GetProperty("recipients").EnumerateArray()).GetProperty("address").Text("email"));

        mail["recipients"]!.AsArray().RemoveAt(1);
        using var none = await vendor.PostAsync(Send, mail.ToJsonString(), Key);
        Assert.Equal(1, (await none.JsonAsync()).GetProperty("results").GetProperty("total_accepted_recipients").GetInt32());
        Assert.Single(vendor.Host.Came);
    }

    [Fact]
    public async Task What_has_no_mark_passes_byte_for_byte()
    {
        const string Body = """ {"recipients":{"list_id":"l"} , "content":{"html":"\u00e4 [[renderer:"},"n":1e9} """;
        vendor.Host.Answer = (http, _) => EspHost.RefuseAsync(http, 420, """{"errors":[{"message":"Exceed Sending Limit (daily)","code":"2102"}]}""");
        using var answer = await vendor.PostAsync(Send, Body, Key);
        Assert.Equal("2102", (await answer.JsonAsync((HttpStatusCode)420)).GetProperty("errors")[0].Text("code"));
        Assert.Equal(Body, Encoding.UTF8.GetString(vendor.Only.Body));
    }

    [Fact]
    public async Task Refusals_of_ours_look_like_SparkPost_s()
    {
        using var unknown = await vendor.PostAsync(Send, Mail([1]).ToJsonString(), ("Authorization", "nobody"));
        Assert.Equal("unauthorized", (await unknown.JsonAsync(HttpStatusCode.Unauthorized)).GetProperty("errors")[0].Text("code"));
        var stored = Mail([1]);
        stored["recipients"] = new JsonObject { ["list_id"] = "l" };
        using var list = await vendor.PostAsync(Send, stored.ToJsonString(), Key);
        Assert.Equal("recipient_missing", (await list.JsonAsync(HttpStatusCode.BadRequest)).GetProperty("errors")[0].Text("code"));
        Assert.Empty(vendor.Host.Came);
    }

    private static JsonObject Mail(int[] people, string html = "<p>Hi</p>[[renderer:letter#hero]]") => new()
    {
        ["recipients"] = new JsonArray([.. people.Select(person => new JsonObject { ["address"] = new JsonObject { ["email"] = VendorStage.Address(person) } })]),
        ["content"] = new JsonObject { ["from"] = "shop@brand.example", ["subject"] = "[[renderer:letter]]", ["html"] = html },
    };

    /// <summary>What one recipient gets, merged as SparkPost merges.</summary>
    private static Func<string, string> Got(JsonElement request, int recipient)
    {
        var content = request.GetProperty("content");
        var data = request.GetProperty("recipients")[recipient].GetProperty("substitution_data").EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.String).ToList();
        return name => data.Aggregate(
            name == "unsubscribe" ? content.GetProperty("headers").Text("List-Unsubscribe")! : content.Text(name)!,
            (text, variable) => text.Replace($"{{{{{{{variable.Name}}}}}}}", variable.Value.GetString(), StringComparison.Ordinal));
    }
}
