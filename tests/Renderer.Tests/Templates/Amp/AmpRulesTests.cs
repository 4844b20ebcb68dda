using Renderer.Templates.Amp;
using Renderer.Tests.Templates.Oracle;
using Xunit;

namespace Renderer.Tests.Templates.Amp;

/// <summary>Our rules of AMP for Email beside what the official validator said of its own test documents.</summary>
public sealed class AmpRulesTests
{
    // Of this style it says twice that it ends within a selector, once where there is none.
    private static readonly string[] Echoes = ["16:0 CSS_SYNTAX_EOF_IN_PRELUDE_OF_QUALIFIED_RULE"];

    [Fact]
    public void Our_rules_find_the_same_faults_at_the_same_places_as_the_official_validator()
    {
        foreach (var (file, html, errors) in Baseline())
        {
            var ours = AmpRules.Check(html).Where(fault => fault.Code != "DOCUMENT_SIZE_LIMIT_EXCEEDED").Select(fault => $"{At(html, fault.At)} {fault.Code}").Distinct().Order(StringComparer.Ordinal);
            Assert.Equal($"{file}\n{string.Join('\n', errors.Except(Echoes))}", $"{file}\n{string.Join('\n', ours)}");
        }
    }

    [Theory]
    [InlineData("<img src=\"https://x.example/y.png\">", "DISALLOWED_TAG")]
    [InlineData("<p onclick=\"x\">", "DISALLOWED_ATTR")]
    [InlineData("<amp-img src=\"http://x.example/y.png\" width=\"1\" height=\"1\"></amp-img>", "INVALID_URL_PROTOCOL")]
    [InlineData("<amp-img src=\"https://x.example/y.png\"></amp-img>", "MISSING_LAYOUT_ATTRIBUTES")]
    [InlineData("<a href=\"/x\">x</a>", "DISALLOWED_RELATIVE_URL")]
    [InlineData("<form method=\"post\" action=\"https://x.example\"></form>", "DISALLOWED_ATTR")]
    [InlineData("<p style=\"color:red!important\">", "CSS_SYNTAX_DISALLOWED_IMPORTANT")]
    [InlineData("<amp-accordion><p>x</p></amp-accordion>", "DISALLOWED_CHILD_TAG_NAME")]
    [InlineData("<a href=\"{{x}}\">x</a>", "DISALLOWED_RELATIVE_URL")]
    [InlineData("<template type=\"amp-mustache\"><a href=\"{{&x}}\">x</a></template>", "UNESCAPED_TEMPLATE_IN_ATTR_VALUE")]
    public void A_fault_is_named_as_the_official_validator_names_it(string body, string code) =>
        Assert.Equal([code], AmpRules.Check(AmpDocument.Finish(body)).Select(fault => fault.Code));

    [Fact]
    public void A_document_over_the_clients_limit_is_not_valid() =>
        Assert.Equal(["DOCUMENT_SIZE_LIMIT_EXCEEDED"], AmpRules.Check(AmpDocument.Finish(new string('x', AmpRules.MostBytes))).Select(fault => fault.Code));

    [Fact]
    public void A_document_over_the_limit_is_looked_at_no_further() =>
        Assert.Equal(["DOCUMENT_SIZE_LIMIT_EXCEEDED"], AmpRules.Check(AmpDocument.Finish("<img>" + new string('x', AmpRules.MostBytes))).Select(fault => fault.Code));

    // U+E000 stands for code in a source; in a document it is a character like others.
    [Theory]
    [InlineData("<amp-img src=\"http://x.example/\ue000.png\" width=\"1\" height=\"1\"></amp-img>", "INVALID_URL_PROTOCOL")]
    [InlineData("<amp-img src=\"https://x.example/y.png\" width=\"\ue000\" height=\"1\"></amp-img>", "INVALID_ATTR_VALUE")]
    [InlineData("<p \ue000>x</p>", "DISALLOWED_ATTR")]
    [InlineData("<p style=\"color:red/*\ue000*/!important\">x</p>", "CSS_SYNTAX_DISALLOWED_IMPORTANT")]
    [InlineData("<p style=\"color:red/*&#xe000;*/!important\">x</p>", "CSS_SYNTAX_DISALLOWED_IMPORTANT")]
    public void No_character_of_a_value_switches_a_rule_off(string body, string code) =>
        Assert.Equal([code], AmpRules.Check(AmpDocument.Finish(body)).Select(fault => fault.Code));

    [Theory]
    [InlineData("<template type=\"amp-mustache\">x</template><a href=\"{{x}}\">x</a>", "DISALLOWED_RELATIVE_URL")]
    [InlineData("<form method=\"post\" action-xhr=\"https://x.example\"><div submitting><template type=\"amp-mustache\">x</template></div><div submit-success><template type=\"amp-mustache\">x</template></div></form>", "DISALLOWED_TAG_ANCESTOR")]
    public void What_is_closed_is_around_nothing_that_follows(string body, string code) =>
        Assert.Equal([code], AmpRules.Check(AmpDocument.Finish(body)).Select(fault => fault.Code));

    [Fact]
    public void A_document_may_be_as_deep_as_its_length_lets_it() =>
        Assert.Empty(AmpRules.Check(AmpDocument.Finish(string.Concat(Enumerable.Repeat("<b title=x>", 9_000)))));

    private static string At(string html, int offset)
    {
        var before = html.AsSpan(0, Math.Min(offset, html.Length));
        return $"{before.Count('\n') + 1}:{before.Length - (before.LastIndexOf('\n') + 1)}";
    }

    // Without the documents the rules are still held against the validator itself, in OfficialValidatorTests.
    private static IEnumerable<(string File, string Html, IReadOnlyList<string> Errors)> Baseline()
    {
        if (!SharedCases.TryRead("amp/validator_baseline.json", out var baseline))
        {
            yield break;
        }

        var folder = Path.Combine(SharedCases.Folder!, "amp");
        foreach (var result in baseline.GetProperty("results").EnumerateArray())
        {
            var file = result.GetProperty("file").GetString()!;
            if (File.Exists(Path.Combine(folder, file)))
            {
                var errors = result.GetProperty("lines").EnumerateArray().Select(line => line.GetString()!.Split(' '))
                    .Where(words => words[1] == "ERROR").Select(words => $"{words[0]} {words[2]}").Distinct().Order(StringComparer.Ordinal);
                yield return (file, File.ReadAllText(Path.Combine(folder, file)), [.. errors]);
            }
        }
    }
}
