using System.Globalization;

namespace Renderer.Templates.Formatting;

/// <summary>Locales by their BCP 47 names.</summary>
internal static class Locales
{
    /// <summary>Whether this is a locale that text can be formatted for, like "de-DE" or "de".</summary>
    public static bool IsKnown(string? name) => Find(name) is not null;

    /// <summary>Finds a locale, null for none; CRMs' spellings with '_' or in lower case are understood.</summary>
    public static CultureInfo? Find(string? name)
    {
        if (name is not { Length: >= 2 and <= 35 } || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return null;
        }

        try
        {
            return CultureInfo.GetCultureInfo(name.Replace('_', '-'), predefinedOnly: true) is { Name.Length: > 0 } culture ? culture : null;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The locale and those it falls back to: de-DE, de.</summary>
    public static IEnumerable<string> Chain(CultureInfo culture)
    {
        for (; culture.Name.Length > 0; culture = culture.Parent)
        {
            yield return culture.Name;
        }
    }
}
