using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>The failure contract as one table: each fault, on each last rung, in each way of running a template, at each door. A block costs itself alone.</summary>
public sealed class BlockFaultTests(BlockFaultTests.Faulty faulty) : IClassFixture<BlockFaultTests.Faulty>
{
    private static readonly string[] Ways = ["compiled", "interpreted", "liquid"];

    /// <summary>What goes wrong, in Scriban that is compiled, in Scriban that is not, and in Liquid; and what it is called.</summary>
    private static readonly (string Name, string Compiled, string Interpreted, string Liquid, string Reason)[] Faults =
    [
        ("throws", "{{ 'a'.b.c.d }}", "{{ 'a'.b.c.d }}", "{{ 1 | divided_by: 0 }}", "render_error"),
        ("loops", "{{ for i in 1..200000; end }}", "{{ for i in 1..200000; end }}", "{% for i in (1..200000) %}{% endfor %}", "limit"),
        ("recurses", "{{ block ('recurses-' + 'RUNG') }}", "{{ func f(n); f (n + 1); end; f 1 }}", "{% assign name = 'recurses-RUNG' %}{% block name %}", "limit"),
        ("overflows", "{{ for i in 1..9000; 'a text of some 24 letters'; end }}", "{{ for i in 1..9000; 'a text of some 24 letters'; end }}", "{% for i in (1..9000) %}a text of some 24 letters{% endfor %}", "limit"),
        ("dawdles", "{{ for i in 1..300; for j in 1..300; x = i * j | math.round 2; end; end }}", "{{ for i in 1..300; for j in 1..300; x = i * j | math.round 2; end; end }}", "{% for i in (1..300) %}{% for j in (1..300) %}{% assign x = i | times: j | round: 2 %}{% endfor %}{% endfor %}", "limit"),
    ];

    /// <summary>The rungs below the person's own values: what the block declares, what is shown then, and what that is called.</summary>
    private static readonly (string Name, string Contract, string Html, string Outcome)[] Rungs =
    [
        ("default", "defaults: {points: 1}, fallback: drop", "calm", "default"),
        ("static", "fallback: static", "instead", "static"),
        ("drop", "fallback: drop", "", "dropped"),
    ];

    public static TheoryData<string, string> Doors => new(
        from way in Ways
        from door in new[] { "post", "get", "batch", "preview" }
        select (way, door));

    public static TheoryData<string, string> BlockDoors => new(
        from way in Ways
        from door in new[] { "post", "get" }
        select (way, door));

    public static TheoryData<string> EachWay => new(Ways);

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Each_fault_on_each_rung_costs_its_block_alone(string way, string door)
    {
        var mail = await AskAsync(door, way);
        Assert.Equal(("static", JsonValueKind.Null), (mail.Text("outcome"), mail.GetProperty("skip_reason").ValueKind));
        Assert.Equal(
            [("neighbour", "live", null), .. Cases.Select(c => (c.Block, c.Outcome, (string?)c.Reason))],
            mail.GetProperty("decisions").EnumerateArray().Select(d => (d.Text("block")!, d.Text("outcome")!, d.Text("reason"))));
        Assert.Equal($"<p>Ann|{string.Join('|', Cases.Select(c => c.Html))}</p>", mail.Text("html")!.Trim());
        Assert.Equal("For Ann", mail.Text("subject"));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Where_a_block_must_not_be_missing_each_fault_skips_the_message(string way, string door)
    {
        foreach (var (fault, _, _, _, reason) in Faults)
        {
            var mail = await AskAsync(door, $"{way}-{fault}");
            Assert.Equal(("skipped", $"it: {reason}"), (mail.Text("outcome"), mail.Text("skip_reason")));
            Assert.Equal(JsonValueKind.Null, mail.GetProperty("html").ValueKind);
        }
    }

    [Theory]
    [MemberData(nameof(BlockDoors))]
    public async Task A_block_that_is_asked_for_alone_stands_on_the_same_rung(string way, string door)
    {
        foreach (var (block, html, outcome, _) in Cases)
        {
            using var answer = door == "get"
                ? await faulty.Node.Http.GetAsync($"/v1/render/{way}?id=p0001&block={block}")
                : await faulty.Node.Http.PostAsJsonAsync($"/v1/render/{way}?block={block}&part=html", new { recipient = new { id = "p0001" } });
            Assert.Equal((block, HttpStatusCode.OK, html), (block, answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            Assert.Equal(outcome == "dropped" ? "static" : outcome, Assert.Single(answer.Headers.GetValues("X-Renderer-Outcome")));
        }

        foreach (var (fault, _, _, _, reason) in Faults)
        {
            using var skipped = await faulty.Node.Http.GetAsync($"/v1/render/{way}-{fault}?id=p0001&block=it");
            Assert.Equal("", await skipped.Content.ReadAsStringAsync());
            Assert.Equal($"it: {reason}", Assert.Single(skipped.Headers.GetValues("X-Renderer-Skip-Reason")));
        }
    }

    [Theory]
    [MemberData(nameof(EachWay))]
    public async Task A_block_without_a_last_rung_is_published_nowhere(string way)
    {
        using var listed = await faulty.Node.Http.GetAsync($"/v1/templates/{way}-bare");
        Assert.Contains("block_no_last_rung", await listed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var refused = await (await faulty.Node.Http.PostAsJsonAsync($"/v1/templates/{way}-bare/publish", new { })).ProblemAsync(HttpStatusCode.UnprocessableEntity, "template_invalid");
        Assert.Equal("block_no_last_rung", refused.GetProperty("diagnostics")[0].Text("code"));
        await (await faulty.Node.Http.PostAsJsonAsync($"/v1/render/{way}-bare", new { recipient = new { id = "p0001" } })).ProblemAsync(HttpStatusCode.UnprocessableEntity, "template_invalid");

        // A pull has something to send, whatever the template is.
        Assert.Equal("<p>All else failed.</p>", await faulty.Node.Http.GetStringAsync($"/v1/render/{way}-bare?id=p0001"));
    }

    [Fact]
    public async Task The_check_of_a_folder_names_each_block_without_a_last_rung()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Renderer.Server.dll"), "check", faulty.Folder]) { RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        using var check = Process.Start(start)!;
        var said = await check.StandardOutput.ReadToEndAsync();
        await check.WaitForExitAsync();
        Assert.Equal(1, check.ExitCode);
        Assert.All(Ways, way => Assert.Matches($"{way}-bare/template.yaml.*block_no_last_rung", said));
    }

    private static IEnumerable<(string Block, string Html, string Outcome, string Reason)> Cases =>
        from fault in Faults
        from rung in Rungs
        select ($"{fault.Name}-{rung.Name}", rung.Html, rung.Outcome, fault.Reason);

    private async Task<JsonElement> AskAsync(string door, string template)
    {
        var http = faulty.Node.Http;
        using var answer = door switch
        {
            "post" => await http.PostAsJsonAsync($"/v1/render/{template}", new { recipient = new { id = "p0001" }, budget_ms = 10_000 }),
            "get" => await http.GetAsync($"/v1/render/{template}?id=p0001&format=json&budget_ms=10000"),
            "batch" => await http.PostTextAsync($"/v1/render/{template}/batch?budget_ms=10000", """{"id":"p0001"}""", "application/x-ndjson"),
            _ => await http.PostAsJsonAsync("/v1/preview", new { template, recipient = new { id = "p0001" } }),
        };
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    /// <summary>A node whose templates are made of the tables.</summary>
    public sealed class Faulty : IAsyncLifetime
    {
        private Stage? stage;

        internal RendererNode Node => stage!.Node;

        internal string Folder { get; } = Directory.CreateTempSubdirectory("renderer-faulty-").FullName;

        public async ValueTask InitializeAsync()
        {
            File.Copy(Path.Combine(Repository.Workspace("rungs"), "workspace.yaml"), Path.Combine(Folder, "workspace.yaml"));
            foreach (var way in Ways)
            {
                await WriteAsync(way);
            }

            stage = await Stage.StartAsync(Folder);
        }

        public async ValueTask DisposeAsync()
        {
            if (stage is not null)
            {
                await stage.DisposeAsync();
            }

            Directory.Delete(Folder, recursive: true);
        }

        private async Task WriteAsync(string way)
        {
            var cases = (from fault in Faults from rung in Rungs select (Name: $"{fault.Name}-{rung.Name}", rung.Contract, Source: SourceOf(way, fault.Name, rung.Name))).ToList();
            await WriteAsync(
                way, way, [("neighbour", "fallback: drop", "{{ profile.first_name }}"), .. cases], string.Join('|', cases.Select(c => c.Name).Prepend("neighbour").Select(name => Show(way, name))));
            foreach (var fault in Faults)
            {
                await WriteAsync(way, $"{way}-{fault.Name}", [("it", "fallback: skip", SourceOf(way, fault.Name, "skip").Replace("recurses-skip", "it", StringComparison.Ordinal).Replace("'recurses-' + 'skip'", "'i' + 't'", StringComparison.Ordinal))], Show(way, "it"));
            }

            await WriteAsync(way, $"{way}-bare", [("it", "", "{{ profile.first_name }}")], Show(way, "it"));
        }

        private static string Show(string way, string block) => way == "liquid" ? $"{{% block \"{block}\" %}}" : $"{{{{ block \"{block}\" }}}}";

        // The person's points are not 1, the default's are.
        private static string SourceOf(string way, string name, string rung)
        {
            var fault = Faults.Single(f => f.Name == name);
            var source = (way switch { "compiled" => fault.Compiled, "interpreted" => fault.Interpreted, _ => fault.Liquid }).Replace("RUNG", rung, StringComparison.Ordinal);
            return way == "liquid" ? $"{{% if profile.points == 1 %}}calm{{% else %}}{source}{{% endif %}}" : $"{{{{ if profile.points == 1 }}}}calm{{{{ else }}}}{source}{{{{ end }}}}";
        }

        private async Task WriteAsync(string way, string template, IReadOnlyList<(string Name, string Contract, string Source)> blocks, string body)
        {
            var yaml = $"language: {(way == "liquid" ? "liquid" : "scriban")}\nsubject: For {{{{ profile.first_name }}}}\nlimits: {{loop: 100000, output_kb: 64, ms: 10000}}\nblocks:\n";
            foreach (var (name, contract, source) in blocks)
            {
                // A loop of 90,000 turns is within its limit, and takes longer than this.
                var budget = name.StartsWith("dawdles", StringComparison.Ordinal) || template.EndsWith("dawdles", StringComparison.Ordinal) ? ", budget_ms: 2" : "";
                yaml += $"  {name}: {{variants: [{{name: one, rule: \"true\", file: {name}.html}}], default: none{(contract.Length > 0 ? ", " + contract : "")}{budget}}}\n";
                await PutAsync($"{template}/{name}.html", source);
                if (contract.EndsWith("static", StringComparison.Ordinal))
                {
                    await PutAsync($"{template}/fallback/{name}.html", "instead");
                }
            }

            await PutAsync($"{template}/template.yaml", yaml);
            await PutAsync($"{template}/body.html", $"{(way == "interpreted" ? "{{ func never; end }}" : "")}<p>{body}</p>");
            await PutAsync($"{template}/fallback/body.html", "<p>All else failed.</p>");
        }

        private async Task PutAsync(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, path))!);
            await File.WriteAllTextAsync(Path.Combine(Folder, path), text);
        }
    }
}
