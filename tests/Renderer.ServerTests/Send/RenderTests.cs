using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>Contract section 2: POST /v1/render/{template}.</summary>
public sealed class RenderTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private RendererNode Node => basic.Stage.Node;

    [Fact]
    public async Task A_person_gets_their_own_mail_and_the_answer_has_every_member_of_the_contract()
    {
        using var answer = await Node.Http.PostAsJsonAsync("/v1/render/hello", new { recipient = new { id = "p0001" }, data = new { order = new { total = 42 } } });
        var mail = await answer.JsonAsync();

        Assert.Equal("hello", mail.Text("template"));
        Assert.Equal("live", mail.Text("outcome"));
        Assert.Equal("Hello Ann", mail.Text("subject"));
        Assert.Contains("<h1>Hello Ann</h1>", mail.Text("html"), StringComparison.Ordinal);
        Assert.Contains("<p>42</p>", mail.Text("html"), StringComparison.Ordinal);
        Assert.Contains("Hello Ann", mail.Text("text"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, mail.GetProperty("amp").ValueKind);
        Assert.Equal(JsonValueKind.Null, mail.GetProperty("skip_reason").ValueKind);
        var decision = Assert.Single(mail.GetProperty("decisions").EnumerateArray());
        Assert.Equal("hero", decision.Text("block"));
        Assert.Equal("vip", decision.Text("variant"));
        Assert.Equal("vip", decision.Text("segment"));
        Assert.Equal("live", decision.Text("outcome"));
        Assert.Equal(JsonValueKind.Number, decision.GetProperty("age_ms").ValueKind);
        Assert.Equal("fresh", mail.GetProperty("profile").Text("state"));
        Assert.Equal("sandbox", mail.GetProperty("profile").Text("source"));
        Assert.Equal(32, mail.Text("trace_id")!.Length);
        var hash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.Text("html")!)));
        Assert.Equal(hash, mail.GetProperty("hash").Text("html"));

        Assert.Equal("live", Assert.Single(answer.Headers.GetValues("X-Renderer-Outcome")));
        Assert.Equal(mail.Text("version"), Assert.Single(answer.Headers.GetValues("X-Renderer-Version")));
        Assert.Matches(@"^profile;dur=[\d.]+, render;dur=[\d.]+$", Assert.Single(answer.Headers.GetValues("Server-Timing")));
    }

    [Theory]
    [InlineData("email", "p0001@people.example")]
    [InlineData("email", "  P0001@People.Example ")]
    public async Task A_person_is_found_by_other_identifiers(string kind, string value)
    {
        var mail = await Node.RenderAsync("hello", new { recipient = new Dictionary<string, string> { [kind] = value } });
        Assert.Equal("Hello Ann", mail.Text("subject"));
    }

    [Fact]
    public async Task A_lookup_of_the_connection_names_a_person()
    {
        var number = (await basic.Stage.Sandbox.PersonAsync("p0001")).Text("customer_number");
        var mail = await Node.RenderAsync("hello", new { recipient = new { customer_number = number } });
        Assert.Equal("Hello Ann", mail.Text("subject"));
    }

    [Fact]
    public async Task Attributes_of_the_request_win_over_the_CRMs()
    {
        var mail = await Node.RenderAsync("hello", new { recipient = new { id = "p0001" }, profile = new { first_name = "Override" } });
        Assert.Equal("Hello Override", mail.Text("subject"));
        Assert.Equal("live", mail.Text("outcome"));
    }

    [Fact]
    public async Task Without_a_fetch_the_request_is_the_whole_profile_and_needs_no_recipient()
    {
        var mail = await Node.RenderAsync("hello", new { fetch = false, profile = new { first_name = "Eve" } });
        Assert.Equal("Hello Eve", mail.Text("subject"));
        Assert.Equal("live", mail.Text("outcome"));
        Assert.Equal("request", mail.GetProperty("profile").Text("source"));
    }

    [Fact]
    public async Task A_person_whom_the_CRM_does_not_know_gets_the_defaults_and_it_says_so()
    {
        var mail = await Node.RenderAsync("hello", new { recipient = new { id = "nobody-1" } });
        Assert.Equal("default", mail.Text("outcome"));
        Assert.Equal("Hello friend", mail.Text("subject"));
        Assert.Equal("missing", mail.GetProperty("profile").Text("state"));
    }

    [Fact]
    public async Task On_missing_skip_leaves_the_message_out_and_fail_is_an_error()
    {
        var skipped = await Node.RenderAsync("hello", new { recipient = new { id = "nobody-2" }, on_missing = "skip" });
        Assert.Equal("skipped", skipped.Text("outcome"));
        Assert.Equal("profile_missing", skipped.Text("skip_reason"));
        Assert.Equal(JsonValueKind.Null, skipped.GetProperty("html").ValueKind);

        using var failed = await Node.Http.PostAsJsonAsync("/v1/render/hello", new { recipient = new { id = "nobody-2" }, on_missing = "fail" });
        await failed.ProblemAsync(HttpStatusCode.UnprocessableEntity, "profile_missing");
    }

    [Fact]
    public async Task Only_the_parts_asked_for_are_rendered()
    {
        var mail = await Node.RenderAsync("hello", new { recipient = new { id = "p0001" }, parts = new[] { "subject" } });
        Assert.Equal("Hello Ann", mail.Text("subject"));
        Assert.Equal(JsonValueKind.Null, mail.GetProperty("html").ValueKind);
    }

    [Theory]
    [InlineData("part=subject", "text/plain", "Hello Ann")]
    [InlineData("part=html", "text/html", "<h1>Hello Ann</h1>")]
    [InlineData("part=text", "text/plain", "Hello Ann")]
    [InlineData("block=hero&part=html", "text/html", "<p class=\"hero\">VIP gold</p>")]
    public async Task A_part_or_block_stands_alone_when_asked(string query, string type, string expected)
    {
        using var answer = await Node.Http.PostAsJsonAsync($"/v1/render/hello?{query}", new { recipient = new { id = "p0001" } });
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", answer.Content.Headers.ContentType?.CharSet);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_text_html_answers_the_html_alone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/render/hello") { Content = JsonContent.Create(new { recipient = new { id = "p0001" } }) };
        request.Headers.Add("Accept", "text/html");
        using var answer = await Node.Http.SendAsync(request);
        Assert.StartsWith("<!doctype html>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_skipped_part_is_empty_and_has_the_status_that_was_asked_for()
    {
        foreach (var (status, expected) in new[] { ("", 200), ("&skip_status=204", 204), ("&skip_status=404", 404), ("&skip_status=409", 409) })
        {
            using var answer = await Node.Http.PostAsJsonAsync($"/v1/render/hello?part=html{status}", new { recipient = new { id = "nobody-3" }, on_missing = "skip" });
            Assert.Equal(expected, (int)answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal("skipped", Assert.Single(answer.Headers.GetValues("X-Renderer-Outcome")));
            Assert.Equal("profile_missing", Assert.Single(answer.Headers.GetValues("X-Renderer-Skip-Reason")));
        }
    }

    [Fact]
    public async Task Unknown_names_are_said_to_be_unknown()
    {
        var body = new { recipient = new { id = "p0001" } };
        await (await Node.Http.PostAsJsonAsync("/v1/render/nothing", body)).ProblemAsync(HttpStatusCode.NotFound, "template_unknown");
        await (await Node.Http.PostAsJsonAsync("/v1/render/hello?block=nothing", body)).ProblemAsync(HttpStatusCode.NotFound, "block_unknown");
        await (await Node.Http.PostAsJsonAsync("/v1/render/hello", new { body.recipient, version = "feedbeef" })).ProblemAsync(HttpStatusCode.NotFound, "version_unknown");
    }
}
