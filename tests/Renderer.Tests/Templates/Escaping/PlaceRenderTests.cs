using System.Text.Json;
using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>What is written where it depends on more than the value: missing hosts, returned values, JSON without quotes.</summary>
public sealed partial class PlaceRenderTests
{
    private const string Interpreted = "{{ func unused }}{{ end }}";

    private const string Person = """
        {"list":[1,-2.5,"a[[b{{c",null,true,{"k<{{":"é </script>","e":[]}],"text":"a[[\"b","whole":-7,"long":12345678901,"part":1.50,"yes":true,"no":false,"none":null,"o":{},"slug":"evil.example/login"}
        """;

    [Theory]
    [InlineData("<a href=\"https://{{ data.shop }}/{{ profile.slug }}\">", "<a href=\"https://invalid/evil.example/login\">")]
    [InlineData("<a href=\"//{{ profile.none }}/{{ profile.slug }}\">", "<a href=\"//invalid/evil.example/login\">")]
    [InlineData("<a href=\"/{{ '' }}/{{ profile.slug }}\">", "<a href=\"/invalid/evil.example/login\">")]
    [InlineData("<a href=https://{{ data.shop }}/x>", "<a href=https://invalid/x>")]
    [InlineData("<style>a{background:url(https://{{ data.shop }}/{{ profile.slug }})}</style>", "<style>a{background:url(https://invalid/evil.example/login)}</style>")]
    [InlineData("<a href=\"https://{{ data.shop }}.example/{{ profile.slug }}\">", "<a href=\"https://.example/evil.example/login\">")]
    public void A_path_never_becomes_the_host(string source, string expected)
    {
        Assert.Equal(expected, Render(source));
        Assert.Equal(expected, Render(Interpreted + source));
        Assert.Equal(expected, Render(source, language: "liquid"));
    }

    [Theory]
    [InlineData("<p>{{ ret '<b>' }}</p>", "<p>&lt;b&gt;")]
    [InlineData("<p title=\"{{ 1 }}\">{{ if true }}{{ for x in [1] }}{{ ret '<b>' }}{{ end }}{{ end }}</p>", "<p title=\"1\">&lt;b&gt;")]
    [InlineData("{{ func f(x) }}{{ ret x }}{{ end }}<p title='{{ f \"<b>\" }}'>{{ ret f '\"' }}", "<p title='&lt;b&gt;'>&quot;")]
    public void What_the_source_returns_is_escaped(string source, string expected) => Assert.Equal(expected, Render(source));

    [Fact]
    public void A_value_returned_is_not_escaped_as_one_of_another_part()
    {
        var draft = new TemplateDraft { Subject = "{{ func f }}{{ end }}{{ profile.text }}", Html = "{{ ret profile.text }}", Text = "{{ ret profile.text }}" };
        var mail = Workbench.Render(Compile(draft), Person);
        Assert.Equal(("a[[\"b", "a[[&quot;b", "a[[\"b"), (mail.Subject, mail.Html, mail.Text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("braze")]
    [InlineData("mandrill")]
    [InlineData("mailjet")]
    public void A_value_of_json_is_the_data_and_no_merge_syntax(string? esp)
    {
        string[] names = ["list", "text", "whole", "long", "part", "yes", "no", "none", "o", "slug"];
        var source = "<script type=\"application/ld+json\">{" + string.Join(',', names.Select(n => $"\"{n}\":{{{{ profile.{n} }}}}")) + ",\"x\":[{{ 'a' }},{{ 1 + 1.5 }},{{ [1,[2]] }}]}</script>";
        var compiled = Render(source, esp: esp);
        Assert.Equal(Render(Interpreted + source, esp: esp), compiled);

        var json = Script().Match(compiled).Groups[1].Value;
        var read = JsonDocument.Parse(json).RootElement;
        var person = JsonDocument.Parse(Person).RootElement;
        Assert.All(names, name => Assert.True(JsonElement.DeepEquals(person.GetProperty(name), read.GetProperty(name)), name));
        Assert.Equal("[\"a\",2.5,[1,[2]]]", JsonSerializer.Serialize(read.GetProperty("x")));
        Assert.DoesNotContain('<', json);
        Assert.Equal(esp is null or "mandrill", json.Contains("a[[", StringComparison.Ordinal));
        Assert.Equal(esp is null or "mandrill", json.Contains("[1,[", StringComparison.Ordinal));
    }

    [Fact]
    public void A_plan_takes_values_of_json() => Assert.DoesNotContain(
        Made(new TemplateDraft { Html = "<script type=\"application/json\">{\"a\":{{ profile.list }}}</script>" }).Diagnostics, d => d.Code == "interpreted");

    private static string Render(string source, string? esp = null, string language = "scriban")
    {
        var mail = Workbench.Render(Compile(new TemplateDraft { Html = source, Esp = esp, Language = language }), Person, "{}", parts: [Part.Html]);
        Assert.Empty(mail.Faults);
        return mail.Html!;
    }

    private static Template Compile(TemplateDraft draft)
    {
        var made = Made(draft);
        Assert.True(made.Template is not null, string.Join("\n", made.Diagnostics));
        return made.Template;
    }

    private static CompiledTemplate Made(TemplateDraft draft) => TemplateFolder.Load(WorkspaceName.Default, Path.GetTempPath() + "none-there", _ => null).Compile(draft);

    [GeneratedRegex("json\">(.*)</script>")]
    private static partial Regex Script();
}
