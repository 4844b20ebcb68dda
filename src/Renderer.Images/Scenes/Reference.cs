namespace Renderer.Images.Scenes;

/// <summary>References within a scene: <c>url(#id)</c>.</summary>
internal static class Reference
{
    public static string? Of(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        if (!value.StartsWith("url(", StringComparison.Ordinal))
        {
            return null;
        }

        var close = value.IndexOf(')');
        var inside = close < 0 ? default : value[4..close].Trim().Trim("'\"");
        return inside is ['#', .. { Length: > 0 } id] ? id.ToString() : null;
    }
}
