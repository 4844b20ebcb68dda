using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>Contract section 2: the pull form.</summary>
public sealed class PullTests(BasicStage basic) : IClassFixture<BasicStage>
{
    private RendererNode Node => basic.Stage.Node;

    [Fact]
    public async Task The_answer_is_the_html_alone_with_a_charset_and_never_a_redirect_or_a_cookie()
    {
        using var answer = await Node.Http.GetAsync("/v1/render/hello?id=p0001&data.order=x");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Contains("Hello Ann", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal("live", Assert.Single(answer.Headers.GetValues("X-Renderer-Outcome")));
    }

    [Theory]
    [InlineData("id=p0001&format=json", "application/json", "\"outcome\":\"live\"")]
    [InlineData("email=p0001%40people.example&part=subject", "text/plain", "Hello Ann")]
    [InlineData("id=p0001&part=preheader", "text/plain", "News from Berlin")]
    [InlineData("id=p0001&block=hero", "text/html", "VIP gold")]
    [InlineData("id=p0001&budget_ms=500&locale=de-DE&time_zone=Europe/Berlin&message_id=m1&on_missing=default", "text/html", "Hello Ann")]
    public async Task The_query_says_whom_what_and_how(string query, string type, string expected)
    {
        using var answer = await Node.Http.GetAsync($"/v1/render/hello?{query}");
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "recipient_missing")]
    [InlineData("id=", "recipient_missing")]
    [InlineData("id=a&email=b", "bad_parameter")]
    [InlineData("id=a&id=b", "bad_parameter")]
    [InlineData("id=p0001&on_missing=fail", "bad_parameter")]
    [InlineData("id=p0001&part=pdf", "bad_parameter")]
    [InlineData("id=p0001&budget_ms=1", "bad_parameter")]
    [InlineData("id=p0001&skip_status=500", "bad_parameter")]
    [InlineData("id=p0001&locale=xx-YY", "bad_parameter")]
    [InlineData("id=p0001&part=amp", "bad_parameter")]
    [InlineData("id=p0001&block=hero&part=text", "bad_parameter")]
    [InlineData("idd=p0001", "unknown_field")]
    public async Task A_wiring_mistake_is_said_before_the_first_mail_goes_out(string query, string code)
    {
        await (await Node.Http.GetAsync($"/v1/render/hello?{query}")).ProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("*|UNIQID|*")]
    [InlineData("{{email}}")]
    [InlineData("{{ ${user_id} }}")]
    [InlineData("__test_email__")]
    [InlineData("%%emailaddr%%")]
    [InlineData("%recipient.id%")]
    public async Task A_placeholder_that_nobody_merged_is_a_proof_and_asks_nobody(string placeholder)
    {
        await basic.Stage.Sandbox.ForgetCallsAsync();
        using var answer = await Node.Http.GetAsync($"/v1/render/hello?id={Uri.EscapeDataString(placeholder)}&message_id=proof");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Hello Sam", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await basic.Stage.Sandbox.CallsAsync());
    }

    [Theory]
    [InlineData("id=*|UNIQID|*&locale=*|LANG|*&message_id=*|CAMPAIGN_UID|*&data.x=*|X|*&version=*|V|*", "Hello Sam")]
    [InlineData("id=*|UNIQID|*&email=*|EMAIL|*", "Hello Sam")]
    [InlineData("email=*|EMAIL|*&id=p0001", "Hello Ann")]
    [InlineData("id=p0001&email=*|EMAIL|*", "Hello Ann")]
    [InlineData("id=p0001&part=*|PART|*&format={{ format }}&skip_status=%25%25s%25%25&budget_ms={{b}}&block=*|B|*", "Hello Ann")]
    public async Task Any_parameter_that_nobody_merged_counts_as_absent(string query, string expected)
    {
        using var answer = await Node.Http.GetAsync($"/v1/render/hello?{query}");
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("p0001+news@people.example")]
    [InlineData("p0001%2Bnews@people.example")]
    [InlineData("%20p0001+news%40people.example%20")]
    public async Task A_plus_that_an_ESP_puts_into_the_address_as_it_is_stays_one(string email)
    {
        Assert.Equal(204, await basic.Stage.Sandbox.PatchAsync("p0033", new { email = "p0001+news@people.example", firstname = "Plus" }));
        Assert.Contains("Hello Plus", await Node.Http.GetStringAsync($"/v1/render/hello?email={email}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_the_template_does_not_have_is_refused_at_every_door()
    {
        foreach (var query in new[] { "?part=amp", "?block=hero&part=text" })
        {
            await (await Node.Http.PostAsJsonAsync($"/v1/render/hello{query}", new { recipient = new { id = "p0001" } })).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
            await (await Node.Http.PostTextAsync($"/v1/render/hello/batch{query}", "{}", "application/x-ndjson")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
        }

        await (await Node.Http.PostTextAsync("/v1/render/hello/batch?block=none", "{}", "application/x-ndjson")).ProblemAsync(HttpStatusCode.NotFound, "block_unknown");
        var all = await Node.RenderAsync("hello", new { recipient = new { id = "p0001" }, parts = new[] { "subject", "amp" } });
        Assert.Equal("Hello Ann", all.Text("subject"));
    }

    [Fact]
    public async Task A_signed_url_opens_the_pull_form_and_a_changed_one_does_not()
    {
        using var nobody = Node.Client(null);
        var target = $"/v1/render/hello?id=p0001&data.x=%2b+ü&exp={DateTimeOffset.UnixEpoch.AddYears(100).ToUnixTimeSeconds()}".Replace("ü", "%C3%BC", StringComparison.Ordinal);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(BasicStage.SigningSecret), Encoding.UTF8.GetBytes(target)));

        using var good = await nobody.GetAsync($"{target}&sig={signature}");
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);

        await (await nobody.GetAsync($"{target.Replace("p0001", "p0002", StringComparison.Ordinal)}&sig={signature}")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await (await nobody.GetAsync($"{target}&sig={signature}&id=p0002")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await (await nobody.GetAsync($"{target}&sig={signature.ToUpperInvariant()}")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        await (await nobody.PostAsJsonAsync($"/v1/render/hello?sig={signature}", new { })).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task What_a_gateway_waited_for_another_node_is_of_the_same_budget()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/render/hello?id=p0900&budget_ms=10000");
        request.Headers.Add("X-Renderer-Waited", "10000");
        using var spent = await Node.Http.SendAsync(request);
        Assert.Equal("default", Assert.Single(spent.Headers.GetValues("X-Renderer-Outcome")));

        using var whole = await Node.Http.GetAsync("/v1/render/hello?id=p0900&budget_ms=10000");
        Assert.Equal("live", Assert.Single(whole.Headers.GetValues("X-Renderer-Outcome")));
    }

    [Fact]
    public async Task A_signed_url_ends_when_it_says_so()
    {
        using var nobody = Node.Client(null);
        const string Target = "/v1/render/hello?id=p0001&exp=1000000000";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(BasicStage.SigningSecret), Encoding.UTF8.GetBytes(Target)));
        await (await nobody.GetAsync($"{Target}&sig={signature}")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_skipped_pull_is_empty_and_says_why()
    {
        using var answer = await Node.Http.GetAsync("/v1/render/hello?id=nobody-9&on_missing=skip");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("profile_missing", Assert.Single(answer.Headers.GetValues("X-Renderer-Skip-Reason")));
    }
}
