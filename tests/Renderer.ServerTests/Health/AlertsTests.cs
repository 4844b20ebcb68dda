using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Health;

public sealed partial class AlertsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src/Renderer.Server/Health/Alerts");

    [Fact]
    public Task Each_rule_is_silent_while_all_is_well_and_fires_in_its_trouble() =>
        GuardedProcess.RunAsync("promtool", "test", "rules", Path.Combine(Folder, "alerts.test.yaml"));

    [Fact]
    public void Each_rule_has_a_case_and_says_what_to_do()
    {
        var (cases, runbook) = (Read("alerts.test.yaml"), Read("README.md"));
        var rules = Rule().Matches(Read("alerts.yaml")).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(rules);
        Assert.All(rules, rule =>
        {
            Assert.Contains($"name: {rule} fires", cases, StringComparison.Ordinal);
            Assert.Contains($"\n## {rule}\n", runbook, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("alerts.yaml")]
    [InlineData("dashboard.json")]
    [InlineData("README.md")]
    public async Task Every_metric_that_is_named_is_one_that_the_server_has(string file)
    {
        var known = new HashSet<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => known.UnionWith(NamesOf(instrument)) };
        listener.Start();
        await using var stage = await Stage.StartAsync();
        await stage.Node.HelloAsync("p0001");
        var named = Metric().Matches(Read(file)).Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    // As the Prometheus exporter names them: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        var name = instrument.Name.Replace('.', '_');
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return instrument.GetType().Name.Split('`')[0] switch
        {
            "Counter" => [name + "_total"],
            "Histogram" => [name, name + "_bucket", name + "_sum", name + "_count"],
            _ => [name],
        };
    }

    [GeneratedRegex("alert: ([A-Za-z]+)")]
    private static partial Regex Rule();

    [GeneratedRegex("renderer_[a-z_]+")]
    private static partial Regex Metric();
}
