using System.Globalization;
using Renderer.Messages;
using Renderer.Server.Problems;
using Renderer.Templates;

namespace Renderer.Server.Send;

/// <summary>How the caller wants its answer: JSON, flat JSON, or one part alone.</summary>
/// <param name="Part">The part that stands alone; null for JSON.</param>
/// <param name="SkipStatus">The status of a skipped message that is asked for as a part, or flat.</param>
internal readonly record struct AnswerShape(Part? Part, int SkipStatus)
{
    /// <summary>JSON whose members are plain texts, for ESPs that keep each as a field of its own.</summary>
    public bool IsFlat { get; init; }

    /// <summary>Refuses what the template does not have: a part that would be empty for ever is a wiring mistake.</summary>
    /// <param name="template">The template.</param>
    /// <param name="block">The block that is asked for alone; null for the mail.</param>
    public Problem? Refuse(Template template, string? block)
    {
        if (block is not null && template.Blocks.All(known => known.Name != block))
        {
            return Refusals.Of(MessageFailure.BlockUnknown, null);
        }

        return Part is not { } part || (block is null ? template.Parts.Contains(part) : part == Templates.Part.Html) ? null
            : block is not null ? new Problem(ProblemCode.BadParameter, "A block is HTML: leave out 'part', or give part=html.")
            : new Problem(ProblemCode.BadParameter, $"This template has no such part; 'part' may be one of: {string.Join(", ", template.Parts).ToLowerInvariant()}.");
    }

    /// <summary>Reads <c>part</c>, <c>block</c>, <c>format</c>, <c>skip_status</c> and <c>Accept</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="otherwise">What it is when nothing says otherwise: null for JSON (POST), html for the pull form.</param>
    public static (AnswerShape Shape, Problem? Problem) Read(HttpRequest request, Part? otherwise)
    {
        var status = 200;
        var skip = Asked(request, "skip_status");
        if (skip.Length > 0 && (!int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out status) || status is not (200 or 204 or 404 or 409)))
        {
            return Wrong("'skip_status' must be 204, 404 or 409.");
        }

        var format = Asked(request, "format");
        if (format is not ("" or "json" or "html" or "flat"))
        {
            return Wrong("'format' must be json, flat or html.");
        }

        var name = Asked(request, "part");
        if (name.Length > 0)
        {
            return RenderRules.TryPart(name, out var part) is { } rule
                ? Wrong($"'part' {rule}.")
                : (new AnswerShape(format is "json" or "flat" ? null : part, status) { IsFlat = format == "flat" }, null);
        }

        var shape = format switch
        {
            "json" or "flat" => null,
            "html" => Templates.Part.Html,
            _ when Accepts(request, "application/json") => null,
            _ when Accepts(request, "text/html") => Templates.Part.Html,
            _ when Accepts(request, "text/plain") => Templates.Part.Text,
            _ => otherwise,
        };
        return (new AnswerShape(shape, status) { IsFlat = format == "flat" }, null);
    }

    private static string Asked(HttpRequest request, string name) =>
        request.Query[name].ToString() is var value && Placeholder.Stands(value) ? string.Empty : value;

    private static bool Accepts(HttpRequest request, string type)
    {
        foreach (var item in request.GetTypedHeaders().Accept)
        {
            if (item.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) && item.Quality is null or > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static (AnswerShape, Problem?) Wrong(string rule) => (default, new Problem(ProblemCode.BadParameter, rule));
}
