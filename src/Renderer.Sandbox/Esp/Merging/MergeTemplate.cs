using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Renderer.Sandbox.Esp.Merging;

/// <summary>How an ESP writes its tags.</summary>
internal enum MergeLanguage
{
    /// <summary>Handlebars, with the comparisons that SendGrid adds: SendGrid, Mailgun, SES, Mandrill; near enough to Mustachio, Postmark's.</summary>
    Handlebars,

    /// <summary>SparkPost's: <c>{{if x}} {{else}} {{end}}</c>, <c>{{each list}}</c> with <c>loop_var</c>.</summary>
    SparkPost,
}

/// <summary>A template with <c>{{tags}}</c>, read once.</summary>
internal sealed class MergeTemplate
{
    /// <summary>Rounds and steps of one rendering, so that lists within lists end.</summary>
    private const int MostSteps = 1_000_000;

    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'`=");

    private readonly IReadOnlyList<MergeStep> steps;
    private readonly MergeLanguage language;

    private MergeTemplate(IReadOnlyList<MergeStep> steps, MergeLanguage language) => (this.steps, this.language) = (steps, language);

    /// <summary>Reads a template.</summary>
    /// <returns>It, or what is wrong with it.</returns>
    public static (MergeTemplate? Template, string? Fault) Parse(string text, MergeLanguage language)
    {
        var reader = new MergeReader(language);
        return reader.Read(text) is { } fault ? (null, fault) : (new MergeTemplate(reader.Steps, language), null);
    }

    /// <summary>Reads and renders in one, where nobody asks for faults: what cannot be read stays as it is.</summary>
    public static string? Render(string? text, JsonElement data, MergeLanguage language, bool escape) =>
        text is null ? null : Parse(text, language).Template?.Render(data, escape) ?? text;

    /// <summary>Renders it.</summary>
    /// <param name="data">What the tags speak of.</param>
    /// <param name="escape">Whether values are escaped for HTML.</param>
    public string Render(JsonElement data, bool escape)
    {
        var result = new StringBuilder();
        var scope = new MergeScope(data, language);
        for (int at = 0, done = 0; at < steps.Count && done < MostSteps; done++)
        {
            var step = steps[at++];
            switch (step.Operation)
            {
                case MergeOperation.Text:
                    result.Append(step.Text);
                    break;
                case MergeOperation.Value:
                    result.Append(escape ? Escape(scope.Text(step.Condition!)) : scope.Text(step.Condition!));
                    break;
                case MergeOperation.Raw:
                    result.Append(scope.Text(step.Condition!));
                    break;
                case MergeOperation.Unless:
                    at = scope.Holds(step.Condition!) ? at : step.Target;
                    break;
                case MergeOperation.Jump:
                    at = step.Target;
                    break;
                case MergeOperation.Loop:
                    at = scope.Enter(step.Condition!) ? at : step.Target;
                    break;
                case MergeOperation.Next:
                    at = scope.Next() ? step.Target : at;
                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>Handlebars' own escaping.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(Special) < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '&' => result.Append("&amp;"),
                '<' => result.Append("&lt;"),
                '>' => result.Append("&gt;"),
                '"' => result.Append("&quot;"),
                '\'' => result.Append("&#x27;"),
                '`' => result.Append("&#x60;"),
                '=' => result.Append("&#x3D;"),
                _ => result.Append(letter),
            };
        }

        return result.ToString();
    }
}
