using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Renderer.Tests.HouseRules;

/// <summary>The compiler is the first reviewer: nothing may quietly turn it off.</summary>
public sealed partial class BuildSettingsTests
{
    /// <summary>Warnings that are off for whole projects. A longer list is a decision, made here.</summary>
    private static readonly Dictionary<string, string[]> Off = new()
    {
        ["src/Directory.Build.props"] = ["CS1591", "CS1573"], // missing docs: looked at in review
        ["tests/Directory.Build.props"] = ["CA1707", "CA2007", "CA1861", "xUnit1051"], // sentences as names, literals in tests
    };

    /// <summary>Rules that <c>.editorconfig</c> turns off.</summary>
    private static readonly string[] OffEverywhere = ["CA2007", "CA1031", "CA1716", "CA1711", "CA1720", "CA1724"];

    private static readonly string[] Projects =
        [.. Tree.Files.Where(file => Path.GetExtension(file) is ".csproj" or ".props" or ".targets")];

    [Fact]
    public void Warnings_are_errors_and_the_analyzers_are_on()
    {
        var house = new ProjectFile(XElement.Parse(Tree.Read("src/Directory.Build.props")));
        Assert.Equal("true", house["TreatWarningsAsErrors"]);
        Assert.Equal("enable", house["Nullable"]);
        Assert.Equal("latest-recommended", house["AnalysisLevel"]);
        Assert.Equal("true", house["EnforceCodeStyleInBuild"]);
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", house.Packages.Select(package => package.Name));
        Assert.Contains("src/Directory.Build.props", Tree.Read("tests/Directory.Build.props"), StringComparison.Ordinal);
        Faults.None(
            from file in Projects.Where(file => file != "src/Directory.Build.props")
            from name in new[] { "TreatWarningsAsErrors", "WarningsNotAsErrors", "WarningLevel", "Nullable", "AnalysisLevel", "RunAnalyzers" }
            where XElement.Parse(Tree.Read(file)).Descendants(name).Any()
            select $"{file} sets {name}");
    }

    [Fact]
    public void No_warning_is_off_beyond_the_listed() => Faults.None(
        from file in Projects
        from setting in XElement.Parse(Tree.Read(file)).Descendants().Where(element => element.Name.LocalName == "NoWarn").Select(element => element.Value)
            .Concat(XElement.Parse(Tree.Read(file)).Descendants().Attributes("NoWarn").Select(attribute => attribute.Value))
        from code in setting.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        where code != "$(NoWarn)" && !Off.GetValueOrDefault(file, []).Contains(code)
        select $"{file} turns {code} off");

    [Fact]
    public void No_rule_is_off_beyond_the_listed() => Faults.None(
        from file in Tree.Files.Where(file => Path.GetFileName(file) is ".editorconfig" or ".globalconfig")
        from Match rule in TurnedOff().Matches(Tree.Read(file))
        where !OffEverywhere.Contains(rule.Groups["code"].Value)
        select $"{file}: {rule.Value}");

    [Fact]
    public void Clocks_and_blocking_waits_are_banned()
    {
        var banned = Tree.Read("src/BannedSymbols.txt");
        Faults.None(
            from symbol in new[]
            {
                "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow",
                "M:System.Threading.Thread.Sleep(System.Int32)", "P:System.Threading.Tasks.Task`1.Result", "M:System.Threading.Tasks.Task.Wait",
            }
            where !banned.Contains(symbol, StringComparison.Ordinal)
            select $"src/BannedSymbols.txt does not ban {symbol}");
    }

    [GeneratedRegex(@"dotnet_diagnostic\.(?<code>\w+)\.severity *= *(?:none|silent|suggestion)|dotnet_analyzer_diagnostic.*= *(?:none|silent)")]
    private static partial Regex TurnedOff();
}
