using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Author;

/// <summary>Contract section 5: the preview is the send.</summary>
public sealed class PreviewTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private HttpClient Http => basic.Stage.Node.Http;

    [Fact]
    public async Task A_preview_of_a_person_equals_the_render_of_that_person()
    {
        var sent = await basic.Stage.Node.RenderAsync("hello", new { recipient = new { id = "p0001" } });
        var seen = await PreviewAsync(new { template = "hello", recipient = new { id = "p0001" } });
        foreach (var part in new[] { "subject", "preheader", "html", "text" })
        {
            Assert.Equal(sent.Text(part), seen.Text(part));
            Assert.Equal(sent.GetProperty("hash").Text(part), seen.GetProperty("hash").Text(part));
        }

        Assert.Equal(["city", "first_name", "tier"], seen.GetProperty("reads").EnumerateArray().Select(name => name.GetString()!));
    }

    [Fact]
    public async Task A_draft_is_seen_with_the_profile_segments_and_blocks_given()
    {
        var seen = await PreviewAsync(new
        {
            template = new
            {
                subject = "Hi {{ profile.name }}",
                html = "<p>{{ block \"who\" }} {{ if segments.old }}old{{ else }}young{{ end }} {{ data.x }}</p>",
                text = "a < b & {{ profile.name }}",
                blocks = new { who = "<b>{{ profile.name }}</b>" },
            },
            profile = new { name = "<Ann>", age = 70 },
            segments = new { old = "profile.age > 65" },
            data = new { x = "&" },
        });
        Assert.Equal("Hi <Ann>", seen.Text("subject"));
        Assert.Contains("<p><b>&lt;Ann&gt;</b> old &amp;</p>", seen.Text("html"), StringComparison.Ordinal);
        Assert.Equal("a < b & <Ann>", seen.Text("text"));
        Assert.DoesNotContain(seen.GetProperty("diagnostics").EnumerateArray(), finding => finding.Text("severity") == "error");
    }

    [Fact]
    public async Task A_draft_that_does_not_compile_is_200_with_the_place_of_the_fault_and_null_parts()
    {
        var seen = await PreviewAsync(new { template = new { html = "<p>\n{{ if profile.x }}\n{{ profile. }}</p>" }, profile = new { } });
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("html").ValueKind);
        var error = seen.GetProperty("diagnostics").EnumerateArray().First(finding => finding.Text("severity") == "error");
        Assert.Equal("html", error.Text("part"));
        Assert.True(error.GetProperty("line").GetInt32() >= 2);
        Assert.True(error.GetProperty("column").GetInt32() >= 1);
    }

    [Fact]
    public async Task A_draft_can_be_in_liquid()
    {
        var seen = await PreviewAsync(new { template = new { language = "liquid", html = "<p>{{ profile.x | upcase }}</p>" }, profile = new { x = "a" } });
        Assert.Contains("<p>A</p>", seen.Text("html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_and_faults_show_the_good_and_the_bad_day()
    {
        Assert.Equal("Hello Sam", (await PreviewAsync(new { template = "hello", sample = "sam" })).Text("subject"));
        var down = await PreviewAsync(new { template = "hello", recipient = new { id = "p0001" }, faults = new { crm = "down" } });
        Assert.Equal(("default", "Hello friend"), (down.Text("outcome"), down.Text("subject")));
        var without = await PreviewAsync(new { template = "hello", recipient = new { id = "p0001" }, faults = new { missing = new[] { "first_name" } } });
        Assert.Equal("Hello friend", without.Text("subject"));
    }

    [Fact]
    public async Task The_audit_says_whose_preview_it_was_by_an_opaque_name()
    {
        await PreviewAsync(new { template = "hello", recipient = new { id = "p0001" } });
        using var audit = await Http.GetAsync("/v1/audit");
        var text = await audit.Content.ReadAsStringAsync();
        Assert.Matches("preview of hello with profile [a-z2-7]{26}", text);
        Assert.DoesNotContain("p0001", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_request_is_a_problem()
    {
        await (await Http.PostAsJsonAsync("/v1/preview", new { })).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await Http.PostAsJsonAsync("/v1/preview", new { template = "nothing" })).ProblemAsync(HttpStatusCode.NotFound, "template_unknown");
        await (await Http.PostAsJsonAsync("/v1/preview", new { template = "hello", sample = "nobody" })).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        await (await Http.PostAsJsonAsync("/v1/preview", new { template = new { htm = "x" } })).ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
        await (await Http.PostAsJsonAsync("/v1/preview", new { template = "hello", faults = new { redis = "down" } })).ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
    }

    [Fact]
    public async Task Templates_are_listed_with_what_they_read_and_what_is_wrong()
    {
        using var all = await Http.GetAsync("/v1/templates");
        var hello = (await all.JsonAsync()).GetProperty("templates").EnumerateArray().Single(template => template.Text("name") == "hello");
        Assert.Equal("good", hello.Text("state"));
        Assert.Contains("tier", hello.GetProperty("reads").EnumerateArray().Select(name => name.GetString()));
        using var one = await Http.GetAsync("/v1/templates/hello");
        Assert.Equal(hello.Text("version"), (await one.JsonAsync()).Text("version"));
        await (await Http.GetAsync("/v1/templates/nothing")).ProblemAsync(HttpStatusCode.NotFound, "template_unknown");
    }

    private async Task<JsonElement> PreviewAsync(object body)
    {
        using var answer = await Http.PostAsJsonAsync("/v1/preview", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }
}
