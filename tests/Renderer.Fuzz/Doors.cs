using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Fuzz;

/// <summary>Where a source comes in: parser, front end, context machine and planner of both languages, and a render of what they let through.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Draft">The source as a part of a template.</param>
internal sealed record Door(string Name, Func<string, TemplateDraft> Draft);

internal static class Doors
{
    private static readonly Dictionary<string, string> Blocks = new() { ["header"] = "<h1>{{ profile.first_name }}</h1>", ["footer"] = "<p>bye</p>" };

    public static readonly IReadOnlyList<Door> All =
    [
        new("scriban-html", source => new TemplateDraft { Subject = "s", Html = source, Blocks = Blocks }),
        new("liquid-html", source => new TemplateDraft { Language = "liquid", Subject = "s", Html = source, Blocks = Blocks }),
        new("scriban-text", source => new TemplateDraft { Subject = source, Text = source, Blocks = Blocks }),
        new("liquid-text", source => new TemplateDraft { Language = "liquid", Subject = source, Text = source, Blocks = Blocks }),
        new("scriban-block", source => new TemplateDraft { Subject = "s", Html = "<p>{{ block 'it' }}</p>", Esp = "braze", Blocks = new Dictionary<string, string> { ["it"] = source } }),
        new("liquid-block", source => new TemplateDraft { Language = "liquid", Subject = "s", Html = "<p>{% render 'it', x: 1 %}</p>", Esp = "mailchimp", Blocks = new Dictionary<string, string> { ["it"] = source } }),
        new("rule", source => new TemplateDraft { Subject = "s", Html = "{{ if segments.it; 'x'; end }}", Segments = new Dictionary<string, string> { ["it"] = source } }),
    ];

    private static readonly JsonElement Data = JsonDocument.Parse(
        """{"order":{"total":42.5,"items":[{"name":"mug <b>","price":12.5,"qty":2},{"name":"tea","price":3,"qty":1}]},"n":3}""").RootElement;

    private static readonly Profile Person = new(Encoding.UTF8.GetBytes(
        """{"first_name":"Ann \"<A>\" {{x}}","city":"Z\u00fcrich","tier":"gold","points":120,"list":[1,2,3],"tags":["a","b"],"joined":"2026-11-24T13:55:03Z","url":"https://x.example/?a=b&c","none":null,"deep":{"a":{"b":[{"c":1}]}}}"""));

    /// <summary>Compiles a source, and renders it where it compiles. What an author types may be refused, and never throws.</summary>
    /// <param name="workspace">An empty one.</param>
    /// <param name="input">What is tried.</param>
    /// <param name="limit">What a render may take before it is cancelled.</param>
    /// <returns>Whether it compiled.</returns>
    public static bool Try(TemplateWorkspace workspace, Input input, TimeSpan limit)
    {
        var made = workspace.Compile(All[input.Door].Draft(Encoding.UTF8.GetString(input.Source)));
        if (made.Template is not { } template)
        {
            return made.Diagnostics.FirstOrDefault(d => d.Code == "compiler_fault") is { } bug ? throw new InvalidOperationException(bug.Message) : false;
        }

        using var cancel = new CancellationTokenSource(limit);
        var scope = new RenderScope { Profile = Person, Data = Data, Locale = "de-DE", TimeZone = "Europe/Berlin", Now = DateTimeOffset.UnixEpoch.AddYears(56), MessageId = "m" };
        _ = template.Render(scope, template.Decide(scope, new Dictionary<string, string>(), cancel.Token), template.Parts, cancel.Token).Text;
        return true;
    }
}
