using Renderer.Templates.Amp;
using Xunit;

namespace Renderer.Tests.Templates.Amp;

/// <summary>Our rules beside the official validator itself, tag by tag, attribute by attribute, property by property.</summary>
public sealed class OfficialValidatorTests
{
    private static readonly string[] Values = ["", "x", "1", "auto", "https://x.example/y", "http://x.example/y", "{{x}}"];

    [Fact]
    public async Task A_document_that_our_rules_pass_passes_the_official_validator()
    {
        var documents = Fragments().Concat(Styles()).Concat(Attributes()).Distinct().Select(AmpDocument.Finish).ToList();
        var verdicts = await OfficialValidator.AskAsync(documents);

        Assert.Equal(documents.Count, verdicts.Count);
        var ours = documents.Select(document => AmpRules.Check(document).Count == 0).ToList();
        var passed = ours.Where((isGood, i) => isGood && !verdicts[i].IsValid).Count();
        var refused = ours.Where((isGood, i) => !isGood && verdicts[i].IsValid).Count();
        var examples = documents.Zip(verdicts, ours)
            .Where(all => all.Third != all.Second.IsValid)
            .GroupBy(all => all.Third ? all.Second.Errors.First(e => e.Severity == "ERROR").Code + all.Second.Errors[0].Message.Split(' ')[2] : AmpRules.Check(all.First)[0].Code)
            .SelectMany(group => group.Take(2))
            .Select(all => $"{(all.Third ? "we pass" : $"we refuse ({AmpRules.Check(all.First)[0].Message})")}: {Body(all.First)} -> {all.Second}")
            .Take(40);

        // None may pass here alone. What is refused here alone is what no author should miss.
        Assert.True(passed == 0 && refused <= documents.Count / 200, $"{passed} passed and {refused} refused by us alone, of {documents.Count}:\n{string.Join('\n', examples)}");
    }

    // What stands in the documentation, or was asked.
    private static IEnumerable<string> Fragments() => File.ReadLines(Oracle.SharedCases.Beside("fragments.txt")).Where(line => line.Length > 0 && line[0] != '#');

    private static IEnumerable<string> Attributes()
    {
        var table = AmpTable.Known;
        var names = table.Everywhere.Keys.Concat(["href", "src", "srcset", "action", "width", "height", "layout", "type", "name", "value", "onclick", "[src]", "[href]", "target", "data-x", "aria-x", "nonce"]).ToList();
        foreach (var tag in Tags)
        {
            yield return Element(tag, "");
            foreach (var name in names.Concat(table.Find(tag).SelectMany(rule => rule.Attributes.Keys)))
            {
                foreach (var value in Values)
                {
                    yield return Element(tag, $" {name}=\"{value}\"");
                }
            }
        }
    }

    private static IEnumerable<string> Tags =>
    [
        "a", "p", "div", "td", "table", "form", "input", "button", "select", "ol", "section", "img", "iframe", "center", "script", "svg", "object",
        "amp-img", "amp-anim", "amp-carousel", "amp-accordion", "amp-list", "amp-timeago", "amp-fit-text", "amp-selector", "amp-sidebar", "amp-layout", "amp-state", "amp-video", "template",
    ];

    private static string Element(string tag, string attribute)
    {
        var wanted = tag switch
        {
            "amp-img" or "amp-anim" => " src=\"https://x.example/y\" width=\"1\" height=\"1\"",
            "amp-carousel" => " type=\"slides\" width=\"1\" height=\"1\"",
            "amp-list" => " src=\"https://x.example/y\" layout=\"container\"",
            "amp-timeago" => " datetime=\"2026-11-24T09:00:00Z\" width=\"1\" height=\"1\"",
            "amp-fit-text" or "amp-layout" => " width=\"1\" height=\"1\"",
            "amp-sidebar" => " layout=\"nodisplay\"",
            "amp-selector" => " layout=\"container\"",
            "amp-state" => " id=\"state\"",
            "template" => " type=\"amp-mustache\"",
            _ => "",
        };

        // Of two alike the first counts.
        var element = $"<{tag}{attribute}{(attribute.Length > 0 && wanted.Contains($" {attribute.Trim().Split('=')[0]}=", StringComparison.Ordinal) ? Without(wanted, attribute) : wanted)}>";
        return tag switch
        {
            "input" or "img" => element,
            "td" => $"<table><tr>{element}</td></tr></table>",
            _ => $"{element}</{tag}>",
        };
    }

    private static string Without(string attributes, string attribute) => string.Concat(
        attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(a => a.Split('=')[0] != attribute.Trim().Split('=')[0]).Select(a => $" {a}"));

    private static IEnumerable<string> Styles()
    {
        var table = AmpStyleTable.Known;
        string[] others = ["content", "animation", "pointer-events", "behavior", "-webkit-box-flex", "clip-path", "mask", "fill", "user-select", "mso-hide", "--x"];
        string[] values = ["x", "1", "none", "auto", "initial", "pointer", "hidden", "opacity 1s", "width 1s", "url(https://x.example)", "url(http://x.example)", "blur(1px)", "red !important", "101", "-100"];
        foreach (var property in table.Properties.Concat(others))
        {
            yield return $"<p style=\"{property}:x\">";
            yield return Sheet($"a{{{property}:x}}");
        }

        foreach (var property in table.Values.Keys.Concat(["z-index", "color", "background"]))
        {
            foreach (var value in values)
            {
                yield return Sheet($"a{{{property}:{value}}}");
                yield return $"<p style=\"{property}:{value}\">";
            }
        }

        foreach (var name in table.PseudoClasses.Concat(["visited", "link", "before", ":after", "root", "target"]))
        {
            yield return Sheet($".a:{name}{{color:red}}");
        }

        foreach (var name in table.Selectors.Concat(["href", "src", "alt", "for", "style"]))
        {
            yield return Sheet($".a[{name}]{{color:red}}");
        }

        foreach (var name in table.Features.Concat(["prefers-color-scheme", "min-height", "color"]))
        {
            yield return Sheet($"@media screen and ({name}:1px){{a{{color:red}}}}");
        }
    }

    private static string Sheet(string css) => $"<html ⚡4email data-css-strict><head><style amp-custom>{css}</style></head><body>x</body></html>";

    private static string Body(string document) => document.Contains("amp-custom", StringComparison.Ordinal) ? document[document.IndexOf("<style amp-custom", StringComparison.Ordinal)..] : document[document.IndexOf("<body>", StringComparison.Ordinal)..];
}
