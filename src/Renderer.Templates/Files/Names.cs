namespace Renderer.Templates.Files;

/// <summary>What names may look like.</summary>
internal static class Names
{
    /// <summary>1 to 64 of a-z, 0-9, '-' and '_'.</summary>
    public static bool IsTemplate(string name) =>
        name.Length is >= 1 and <= 64 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_');

    /// <summary>A block, segment, variant or connection: 1 to 64 letters, digits, '-', '_' and '.'; no path.</summary>
    public static bool IsPlain(string name) =>
        name.Length is >= 1 and <= 64 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>A file beside the template, never one somewhere else.</summary>
    public static bool IsLocalFile(string name) => IsPlain(name);

    /// <summary>A name from outside, fit to stand in a message.</summary>
    public static string Printable(string name) =>
        new(name.Take(80).Select(c => char.IsControl(c) ? '?' : c).ToArray());
}
