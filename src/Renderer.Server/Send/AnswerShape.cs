using System.Globalization;
using Renderer.Server.Problems;
using Renderer.Templates;

namespace Renderer.Server.Send;

/// <summary>How the caller wants its answer: JSON, or one part alone.</summary>
/// <param name="Part">The part that stands alone; null for JSON.</param>
/// <param name="SkipStatus">The status of a skipped message that is asked for as a part.</param>
internal readonly record struct AnswerShape(Part? Part, int SkipStatus)
{
    /// <summary>Reads <c>part</c>, <c>block</c>, <c>format</c>, <c>skip_status</c> and <c>Accept</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="otherwise">What it is when nothing says otherwise: null for JSON (POST), html for the pull form.</param>
    public static (AnswerShape Shape, Problem? Problem) Read(HttpRequest request, Part? otherwise)
    {
        var status = 200;
        var skip = request.Query["skip_status"].ToString();
        if (skip.Length > 0 && (!int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out status) || status is not (200 or 204 or 404 or 409)))
        {
            return Refuse("'skip_status' must be 204, 404 or 409.");
        }

        var format = request.Query["format"].ToString();
        if (format is not ("" or "json" or "html"))
        {
            return Refuse("'format' must be json or html.");
        }

        var name = request.Query["part"].ToString();
        if (name.Length > 0)
        {
            return RenderRules.TryPart(name, out var part) is { } rule
                ? Refuse($"'part' {rule}.")
                : (new AnswerShape(format == "json" ? null : part, status), null);
        }

        var shape = format switch
        {
            "json" => null,
            "html" => Templates.Part.Html,
            _ when Accepts(request, "application/json") => null,
            _ when Accepts(request, "text/html") => Templates.Part.Html,
            _ when Accepts(request, "text/plain") => Templates.Part.Text,
            _ => otherwise,
        };
        return (new AnswerShape(shape, status), null);
    }

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

    private static (AnswerShape, Problem?) Refuse(string rule) => (default, new Problem(ProblemCode.BadParameter, rule));
}
