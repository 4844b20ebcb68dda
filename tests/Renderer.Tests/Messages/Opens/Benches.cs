using Renderer.Tests.Templates;

namespace Renderer.Tests.Messages.Opens;

/// <summary>Folders of templates with slots.</summary>
internal static class Benches
{
    public static readonly string[] Colors = ["#ff0000", "#00ff00", "#0000ff", "#888888"];

    /// <summary>One slot "hero": variants a and b by tier, a picture and a link each; more of its keys as given.</summary>
    public static Workbench Hero(string more = "", string body = """<p>{{ image "hero" }}</p>""", params (string Path, string Text)[] files) => Workbench.Mail(
        body,
        [
            ("mail/template.yaml", Yaml(more)),
            ("mail/hero.svg", Scene(3)),
            ("mail/a.svg", Scene(0)),
            ("mail/b.svg", Scene(1)),
            .. files,
        ]);

    public static string Yaml(string more = "", string rest = "") => $$"""
        subject: Hello
        images:
          hero:
            scene: hero.svg
            alt: the default
            link: "https://shop.example/default"
            scale: 1
            variants:
              - {name: a, rule: profile.tier == 'a', scene: a.svg, alt: an A, link: "https://shop.example/a"}
              - {name: b, rule: profile.tier == 'b', scene: b.svg, alt: a B, link: "https://shop.example/b"}
        {{more}}
        {{rest}}
        """;

    public static string Scene(int color, string inside = "") =>
        OpenRig.Scene.Replace("COLOR", Colors[color], StringComparison.Ordinal).Replace("</svg>", inside + "</svg>", StringComparison.Ordinal);
}
