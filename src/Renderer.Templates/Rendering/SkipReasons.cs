namespace Renderer.Templates.Rendering;

/// <summary>Why a message is skipped, fit for a header.</summary>
internal static class SkipReasons
{
    private const int MaxLength = 200;

    /// <summary>Printable ASCII, at most 200 characters, never empty.</summary>
    public static string Header(string reason)
    {
        var safe = new string(reason.Trim().Take(MaxLength).Select(c => c is >= ' ' and <= '~' ? c : '?').ToArray());
        return safe.Length == 0 ? "skipped by the template" : safe;
    }
}
