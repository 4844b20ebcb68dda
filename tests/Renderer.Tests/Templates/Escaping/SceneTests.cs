using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using CsCheck;
using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>Values in scenes: an XML parser is the judge.</summary>
public sealed class SceneTests
{
    private const string Scene = """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="600" height="200">
          <title>{{ data.v }}</title>
          <style>.a { fill: {{ data.v }}; font-family: "{{ data.v }}" } .{{ data.v }} { stroke: red }</style>
          <style><![CDATA[ .b > .c { fill: blue } ]]></style>
          <g id="x{{ data.v }}" style="fill:{{ data.v }};background:url({{ data.v }})" transform='translate({{ data.v }})'>
            <text fill="{{ data.v }}" filter="url(#{{ data.v }})" data-dark-fill="{{ data.v }}" font-family="{{ data.v }}">{{ data.v }}<tspan>{{ data.v }}</tspan></text>
            <image href="{{ data.v }}" data-dark-href="{{ data.v }}" xlink:href="https://cdn.example.com/{{ data.v }}?q={{ data.v }}"/>
            <a href="https://{{ data.v }}/"><rect mask="{{ data.v }}" width="{{ data.v }}"/></a>
            <rect data-mark="qr" data-text="{{ data.v }}"/>
            {{ capture c }}<text>{{ data.v }}</text>{{ end }}{{ c }}{{ html.escape data.v }}
          </g>
        </svg>
        """;

    private static readonly string[] Worst =
    [
        "<script>alert(1)</script>", "\"><image href=\"https://evil.example/a.png\"/>", "' onload='x", "]]><evil/>", "--><evil/><!--", "?><evil/>", "&evil;", "&#60;evil/&#62;", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        "url(https://evil.example/a.svg#b)", "red;background:url(https://evil.example/)", "</style><evil/>", "</text></g></svg><evil/>", "javascript:alert(1)", "data:image/svg+xml,<svg/>", "//evil.example/x", "file:///etc/passwd",
        "evil.example/#", "\\75 rl(https://evil.example)", "\u0000\u0001\u001f\u007f\ufffe\uffff\ud800", "{{ profile }}", "a\r\nb\tc", "x\u2028y", "=\"", "/>",
    ];

    private static readonly Gen<string> Bad = Gen.Int[0, Worst.Length - 1].Select(i => Worst[i]);

    private static readonly Lazy<Template> Mail = new(() => Load(Scene));

    [Fact]
    public void A_hostile_value_adds_no_element_no_attribute_and_no_address()
    {
        var plain = Shape(Render("plain"));
        Assert.All(Worst, value => Assert.Equal(plain, Shape(Render(value))));
    }

    [Fact]
    public void Nor_does_any_text() => Gen.OneOf(Gen.String, Bad, Gen.Select(Bad, Gen.String, Bad, (a, b, c) => a + b + c))
        .Sample(value => Assert.Equal(Shape(Render("plain")), Shape(Render(value))), iter: 2000, threads: 1);

    [Fact]
    public void A_value_is_read_back_as_it_is()
    {
        const string Value = "Ann & \"Bob\" <b> 'x' ]]> é 漢 😀";

        var scene = XDocument.Parse(Render(Value));

        Assert.Equal(Value, scene.Descendants().First(e => e.Name.LocalName == "title").Value);
        Assert.Equal(Value, scene.Descendants().First(e => e.Name.LocalName == "rect" && e.Attribute("data-mark") is not null).Attribute("data-text")!.Value);
        Assert.Equal(Value + Value, scene.Descendants().First(e => e.Name.LocalName == "text").Value);
    }

    [Theory]
    [InlineData("<svg><!-- {{ data.v }} --></svg>", "place_comment")]
    [InlineData("<svg><text><![CDATA[{{ data.v }}]]></text></svg>", "place_comment")]
    [InlineData("<?xml version='{{ data.v }}'?><svg/>", "place_comment")]
    [InlineData("<svg><!--[if mso]><text>{{ data.v }}</text><![endif]--></svg>", "place_comment")]
    [InlineData("<svg><script>{{ data.v }}</script></svg>", "place_script")]
    [InlineData("<svg><rect onclick=\"{{ data.v }}\"/></svg>", "place_event_handler")]
    [InlineData("<svg><{{ data.v }}/></svg>", "place_tag_name")]
    [InlineData("<svg><rect {{ data.v }}/></svg>", "place_attribute_name")]
    [InlineData("<svg><image href=\"data:image/png;base64,{{ data.v }}\"/></svg>", "place_script")]
    public void Where_no_value_can_stand_is_said_at_its_place(string scene, string code)
    {
        using var bench = Bench(scene);

        var finding = Assert.Single(bench.Check(), d => d.Severity == Severity.Error);

        Assert.Equal((code, "mail/hero.svg", 1, scene.IndexOf("data.v", StringComparison.Ordinal) + 1), (finding.Code, finding.File, finding.Line, finding.Column));
    }

    [Theory]
    [InlineData("<svg><text>a & b</text></svg>")]
    [InlineData("<svg><text>a</svg>")]
    [InlineData("<svg><rect width=3/></svg>")]
    [InlineData("<svg/><svg/>")]
    [InlineData("<html></html>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>")]
    [InlineData("<svg><text>&nbsp;</text></svg>")]
    [InlineData("<svg>{{ if data.v }}<g>{{ end }}</svg>")]
    [InlineData("plain")]
    public void What_is_no_XML_is_said(string scene)
    {
        using var bench = Bench(scene, ("mail/samples/a.json", """{"profile": {}, "data": {"v": "x"}}"""));

        var workspace = bench.Load();

        Assert.Equal("mail/hero.svg", Assert.Single(workspace.Diagnostics, d => d is { Severity: Severity.Error, Code: "scene_not_xml" }).File);
        Assert.Null(workspace.Find("mail"));
    }

    private static Workbench Bench(string scene, params (string, string)[] files) => Workbench.Mail(
        "{{ image 'hero' }}", [("mail/template.yaml", "subject: x\nesp: braze\nrich_text: [bio]\nimages: {hero: {scene: hero.svg, alt: x}}\n"), ("mail/hero.svg", scene), .. files]);

    private static Template Load(string scene)
    {
        using var bench = Bench(scene);
        return bench.Template();
    }

    private static string Render(string value)
    {
        using var data = JsonDocument.Parse(JsonSerializer.Serialize(new { v = value }));
        var scope = new RenderScope { Profile = Profile.Empty, Data = data.RootElement, Now = Workbench.Now };
        var scene = Mail.Value.RenderScene(scope, [], "hero", default);
        Assert.Equal(Outcome.Live, scene.Outcome);
        return scene.Svg!;
    }

    // Elements with their attributes' names, in order; and who is named by an address, where the author did not name it.
    private static string Shape(string svg)
    {
        var lines = new List<string>();
        using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Comment or XmlNodeType.ProcessingInstruction or XmlNodeType.DocumentType or XmlNodeType.EndElement)
            {
                lines.Add($"{reader.NodeType} {reader.Name}");
            }
            else if (reader.NodeType == XmlNodeType.Element)
            {
                var names = new List<string>();
                for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
                {
                    names.Add(reader.Name);
                    if (reader.Name is "fill" or "filter" or "data-dark-fill" or "mask" && reader.Value.Contains("//", StringComparison.Ordinal))
                    {
                        names.Add("an address");
                    }
                    else if (reader.Name == "xlink:href")
                    {
                        Assert.StartsWith("https://cdn.example.com/", reader.Value, StringComparison.Ordinal);
                    }
                    else if (reader.Name is "href" or "data-dark-href")
                    {
                        Assert.DoesNotMatch("^(?i)\\s*(javascript|data|file|vbscript):", reader.Value);
                    }
                }

                reader.MoveToElement();
                lines.Add($"{reader.Name}({string.Join(' ', names)})");
            }
        }

        return string.Join('\n', lines);
    }
}
