using System.Net;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Server.Open.Classing;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>Who asked, by rules that are data.</summary>
public sealed class ClassingTests
{
    private const string Browser = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
    private static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(Browser, OpenClass.Person, true)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Thunderbird/140.0", OpenClass.Person, true)]
    [InlineData("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)", OpenClass.Person, true)]
    [InlineData("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)", OpenClass.Proxy, true)]
    [InlineData("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html", OpenClass.Proxy, true)]
    [InlineData("Mozilla/5.0", OpenClass.Prefetch, true)]
    [InlineData(" Mozilla/5.0 ", OpenClass.Prefetch, true)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0", OpenClass.Prefetch, true)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246", OpenClass.Person, true)]
    [InlineData("Barracuda Sentinel (EE)", OpenClass.Scanner, true)]
    [InlineData("mozilla/5.0 (compatible; PROOFPOINT)", OpenClass.Scanner, true)]
    [InlineData("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", OpenClass.Scanner, true)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0 Safari/537.36", OpenClass.Scanner, false)]
    [InlineData("python-requests/2.32.3", OpenClass.Scanner, false)]
    [InlineData("", OpenClass.Scanner, false)]
    public void The_user_agent_tells(string agent, OpenClass told, bool isSure)
    {
        var verdict = new OpenClassing(ClientRules.Default).Of(Request(agent), OpenKind.Image, Facts(), Now);
        Assert.Equal((told, isSure), (verdict.Class, verdict.IsSure));
        Assert.Equal(isSure ? told : OpenClass.Person, verdict.Acts);
    }

    [Fact]
    public void A_HEAD_is_a_scanners() =>
        Assert.Equal(new Verdict(OpenClass.Scanner, true), new OpenClassing(ClientRules.Default).Of(Request(Browser, "HEAD"), OpenKind.Click, Facts(), Now));

    [Theory]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    [InlineData("X-Moz", "Prefetch")]
    public void A_prefetch_that_says_so_is_one(string header, string value)
    {
        var request = Request(Browser);
        request.Request.Headers[header] = value;
        Assert.Equal(OpenClass.Prefetch, new OpenClassing(ClientRules.Default).Of(request, OpenKind.Image, Facts(), Now).Class);
    }

    [Fact]
    public void A_click_within_seconds_of_a_mail_that_nobody_looked_at_is_counted_as_a_scanners_and_does_what_a_persons_does()
    {
        var classing = new OpenClassing(ClientRules.Default);
        var verdict = classing.Of(Request(Browser), OpenKind.Click, Facts(), Now + TimeSpan.FromSeconds(4));
        Assert.Equal((OpenClass.Scanner, OpenClass.Person), (verdict.Class, verdict.Acts));
        Assert.Equal(OpenClass.Person, classing.Of(Request(Browser), OpenKind.Click, Facts(), Now + TimeSpan.FromSeconds(6)).Class);

        classing.Of(Request(Browser), OpenKind.Image, Facts(), Now + TimeSpan.FromSeconds(1));
        Assert.Equal(OpenClass.Person, classing.Of(Request(Browser), OpenKind.Click, Facts(), Now + TimeSpan.FromSeconds(4)).Class);
        Assert.Equal(OpenClass.Scanner, classing.Of(Request(Browser), OpenKind.Click, Facts("other"), Now + TimeSpan.FromSeconds(4)).Class);
    }

    [Fact]
    public void What_is_remembered_of_looks_is_forgotten_and_has_a_bound()
    {
        var looks = new RecentLooks();
        looks.Note(Facts(), Now);
        looks.Note(Facts("b"), Now + TimeSpan.FromMinutes(11));
        Assert.True(looks.Has(Facts()));
        looks.Note(Facts("c"), Now + TimeSpan.FromMinutes(22));
        Assert.False(looks.Has(Facts()));
        Assert.True(looks.Has(Facts("b")));

        for (var i = 0; i < 250_000; i++)
        {
            looks.Note(Facts() with { Message = LinkName.OfHash((ulong)i + 1) }, Now + TimeSpan.FromMinutes(23));
        }

        Assert.False(looks.Has(Facts("c")));
        Assert.True(looks.Has(new LinkFacts { Workspace = WorkspaceName.Default, MadeAt = Now }), "nobody can tell without a message");
    }

    [Fact]
    public void An_operators_rules_come_first_and_can_leave_ours_out()
    {
        var rules = Load(
            """
            {
              // Our own.
              "rules": [
                {"name": "office", "class": "person", "agents": ["python-requests"], "networks": ["10.0.0.0/8", "2001:db8::1"], "source": "ours"},
                {"name": "versions", "class": "scanner", "agent_pattern": "^LinkCheck/\\d+$", "kinds": ["click"], "source": "ours"}
              ],
              "without": ["apple_privacy"]
            }
            """,
            out var faults);
        Assert.Empty(faults);
        var classing = new OpenClassing(rules);

        Assert.Equal(OpenClass.Person, classing.Of(Request("python-requests/2", from: "10.1.2.3"), OpenKind.Image, Facts(), Now).Class);
        Assert.Equal(OpenClass.Person, classing.Of(Request("python-requests/2", from: "::ffff:10.1.2.3"), OpenKind.Image, Facts(), Now).Class);
        Assert.Equal(OpenClass.Person, classing.Of(Request("python-requests/2", from: "2001:db8::1"), OpenKind.Image, Facts(), Now).Class);
        Assert.Equal(OpenClass.Scanner, classing.Of(Request("python-requests/2", from: "11.1.2.3"), OpenKind.Image, Facts(), Now).Class);
        Assert.Equal(OpenClass.Scanner, classing.Of(Request("linkcheck/12"), OpenKind.Click, Facts(), Now).Class);
        Assert.Equal(OpenClass.Person, classing.Of(Request("linkcheck/12"), OpenKind.Image, Facts(), Now).Class);
        Assert.Equal(OpenClass.Person, classing.Of(Request("Mozilla/5.0"), OpenKind.Image, Facts(), Now).Class);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("{\"rules\":[{\"name\":\"a\",\"class\":\"person\",\"source\":\"s\",\"agent\":[\"x\"]}]}", "no rule knows")]
    [InlineData("{\"rules\":[{\"name\":\"a\",\"class\":\"human\",\"source\":\"s\"}]}", "'class'")]
    [InlineData("{\"rules\":[{\"name\":\"a\",\"class\":\"person\"}]}", "'source'")]
    [InlineData("{\"rules\":[{\"name\":\"a\",\"class\":\"person\",\"source\":\"s\",\"kinds\":[\"look\"]}]}", "kind")]
    [InlineData("{\"rules\":[{\"name\":\"a\",\"class\":\"person\",\"source\":\"s\",\"agent_pattern\":\"(?=x)\"}]}", "agent_pattern")]
    [InlineData("{\"rules\":[{\"name\":\"a\",\"class\":\"person\",\"source\":\"s\",\"headers\":[\"X\"]}]}", "'Name: text'")]
    [InlineData("{\"rules\":[{\"name\":\"a\",\"class\":\"person\",\"source\":\"s\",\"networks\":[\"10.0.0.0/99\"]}]}", "network")]
    [InlineData("{\"without\":[\"nothing\"]}", "'nothing'")]
    public void A_faulty_file_is_said_at_the_start_with_what_is_wrong(string text, string fault)
    {
        Load(text, out var faults);
        Assert.Contains(faults, one => one.StartsWith("Renderer__Open__Clients", StringComparison.Ordinal) && one.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_fault()
    {
        var faults = new List<string>();
        ClientRules.Load(Path.Combine(Path.GetTempPath(), "no-such-rules.json"), faults);
        Assert.Single(faults);
    }

    [Fact]
    public void Each_rule_that_comes_along_has_a_source_and_a_name_of_its_own()
    {
        Assert.All(ClientRules.Default, rule => Assert.Contains("http", rule.Rule.Source, StringComparison.Ordinal));
        Assert.Equal(ClientRules.Default.Count, ClientRules.Default.Select(rule => rule.Rule.Name).Distinct().Count());
    }

    private static IReadOnlyList<ReadRule> Load(string text, out List<string> faults)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        faults = [];
        var rules = ClientRules.Load(path, faults);
        File.Delete(path);
        return rules;
    }

    private static DefaultHttpContext Request(string agent, string method = "GET", string? from = null)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Headers.UserAgent = agent;
        http.Connection.RemoteIpAddress = from is null ? null : IPAddress.Parse(from);
        return http;
    }

    private static LinkFacts Facts(string message = "m") =>
        new() { Workspace = WorkspaceName.Default, MadeAt = Now, Person = Identifier.Id("p"), Message = LinkName.Of(message) };
}
