using System.Text.Json;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Oracle;

/// <summary>Scriban's own cases, through the text part of a draft: compiled, and interpreted.</summary>
public sealed class ScribanCasesTests
{
    // What is missed, and why. A case that is listed here and passes fails the test, too.
    private static readonly string Missed = SharedCases.Beside("scriban-missed.txt");

    [Fact]
    public void Scribans_own_cases_give_what_they_say_compiled_and_interpreted()
    {
        if (SharedCases.Read("scriban/scriban_testfiles.json") is not { } cases)
        {
            return;
        }

        var model = SharedCases.Read("scriban/model.json")!.Value;
        var missed = File.ReadLines(Missed).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')[0]).ToHashSet();
        var wrong = new List<string>();
        var (passed, compiled, all) = (0, 0, 0);
        foreach (var one in cases.EnumerateArray().Where(Applies))
        {
            all++;
            var name = one.GetProperty("name").GetString()!;
            var (fault, isCompiled) = Judge(one, model);
            compiled += isCompiled ? 1 : 0;
            passed += fault is null ? 1 : 0;
            if (fault is null == missed.Contains(name))
            {
                wrong.Add($"{name}: {fault ?? "is listed as missed, but passes"}");
            }
        }

        TestContext.Current.SendDiagnosticMessage($"Scriban's cases: {passed} of {all} pass, {compiled} compiled.");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(passed >= 0.98 * all, $"{passed} of {all}");
    }

    private static bool Applies(JsonElement one) =>
        one.GetProperty("lang").GetString() == "scriban"
        && one.GetProperty("kind").GetString() != "ast"
        && one.GetProperty("template").GetString()! is var template
        && !template.Contains("special_concat", StringComparison.Ordinal)
        && !template.Contains("include ", StringComparison.Ordinal);

    private static (string? Fault, bool IsCompiled) Judge(JsonElement one, JsonElement model)
    {
        var template = one.GetProperty("template").GetString()!.ReplaceLineEndings("\n");
        var expected = one.GetProperty("expected").GetString()!.ReplaceLineEndings("\n");
        using var bench = new Workbench();
        var made = bench.Load().Compile(new TemplateDraft { Text = template });
        if (one.GetProperty("kind").GetString() == "error")
        {
            return (made.Template is null ? null : Said(Render(made.Template, model), "an error"), false);
        }

        if (made.Template is not { } good)
        {
            return ($"is refused: {string.Join("; ", made.Diagnostics)}", false);
        }

        var text = Render(good, model);
        var oracle = Render(good.Interpreted(), model);
        return (text != oracle ? $"compiled '{text}', interpreted '{oracle}'" : Said(text, expected), good.IsCompiled);
    }

    private static string? Said(string text, string expected) =>
        text == expected || (expected == "an error" && text.StartsWith("fault", StringComparison.Ordinal)) ? null : $"'{text}' instead of '{expected}'";

    private static string Render(Template template, JsonElement model)
    {
        var scope = new RenderScope { Profile = Renderer.Model.Profile.Empty, Now = Workbench.Now, Data = model, IsPatient = true };
        var mail = template.Render(scope, [], [Part.Text], default);
        return mail.UsedStatic ? $"fault: {(mail.Faults.Count > 0 ? mail.Faults[0].ToString() : "")}" : mail.Text!.ReplaceLineEndings("\n");
    }
}
