namespace Renderer.Ledger;

/// <summary>Names that become folders and files of this node's copies, so nothing that could lead elsewhere.</summary>
internal static class VersionNames
{
    public static bool AreGood(string template, string version) =>
        template.Length is > 0 and <= 128 && template[0] != '.' && template.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.')
        && version.Length is > 0 and <= 128 && version.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <exception cref="ArgumentException">One of them cannot be a name.</exception>
    public static void Check(string template, string version)
    {
        if (!AreGood(template, version))
        {
            throw new ArgumentException("A template's name is letters, digits, '-', '_' and '.'; a version letters, digits, '-' and '_'.");
        }
    }
}
