using System.Globalization;
using System.Text;
using Renderer.Messages;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Server.Send;

/// <summary>What the values of a render request may be (contract section 2); each check answers null or the rule that was broken.</summary>
internal static class RenderRules
{
    public const int DefaultBudgetMs = 800;

    public const int LeastBudgetMs = 50;

    public const int MostBudgetMs = 10_000;

    public const int MaxMessageIdBytes = 128;

    /// <summary>Before and after these years a `now` is a mistake (seconds taken for milliseconds, say).</summary>
    private static readonly (int First, int Last) Years = (1970, 2200);

    public static string? CheckLocale(string locale) =>
        Scopes.IsLocale(locale) ? null : "is no locale that is known here; give a BCP 47 name such as de-DE, or leave it out";

    public static string? CheckTimeZone(string zone) =>
        Scopes.IsTimeZone(zone) ? null : "is no time zone that is known here; give an IANA name such as Europe/Berlin, or leave it out";

    public static string? TryNow(string text, out DateTimeOffset now)
    {
        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Style, out now) && now.Year >= Years.First && now.Year <= Years.Last
            ? null
            : $"must be an ISO 8601 instant of the years {Years.First} to {Years.Last}, such as 2026-11-27T08:00:00Z";
    }

    public static string? TryOnMissing(string text, out OnMissing onMissing)
    {
        (onMissing, var rule) = text switch
        {
            "default" => (OnMissing.Default, null),
            "skip" => (OnMissing.Skip, null),
            "fail" => (OnMissing.Fail, null),
            _ => (OnMissing.Default, "must be default, skip or fail"),
        };
        return rule;
    }

    public static string? TryPart(string text, out Part part)
    {
        (part, var rule) = text switch
        {
            "html" => (Part.Html, null),
            "text" => (Part.Text, null),
            "subject" => (Part.Subject, null),
            "preheader" => (Part.Preheader, null),
            "amp" => (Part.Amp, null),
            _ => (Part.Html, "must be html, text, subject, preheader or amp"),
        };
        return rule;
    }

    /// <summary>An identifier of a kind that the workspace can look up.</summary>
    public static string? TryRecipient(string kind, string value, WorkspaceSettings settings, out Identifier recipient)
    {
        recipient = default;
        if (!Kinds(settings).Contains(kind))
        {
            return $"takes one of: {string.Join(", ", Kinds(settings))}";
        }

        if (string.IsNullOrWhiteSpace(value))
        {
            return "needs a value that is not empty";
        }

        if (Encoding.UTF8.GetByteCount(value) > Identifier.MaxBytes)
        {
            return $"may have at most {Identifier.MaxBytes} bytes";
        }

        if (value.Any(char.IsControl))
        {
            return "may hold no control characters";
        }

        recipient = new Identifier(kind, value);
        return null;
    }

    /// <summary>The kinds of identifier that the workspace can look up.</summary>
    public static IEnumerable<string> Kinds(WorkspaceSettings settings) =>
        [Identifier.IdKind, Identifier.EmailKind, .. settings.Connections.Count > 0 ? settings.Connections[0].Lookups.Keys : []];
}
