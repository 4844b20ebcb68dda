namespace Renderer.Templates.Escaping;

/// <summary>Hyphens that could be more than hyphens.</summary>
internal static class Dashes
{
    /// <summary>Whether "-word-" begins here.</summary>
    public static bool Opens(ReadOnlySpan<byte> value, int at)
    {
        if (value[at] != '-')
        {
            return false;
        }

        var end = at + 1;
        while (end < value.Length && (char.IsAsciiLetterOrDigit((char)value[end]) || value[end] == '_'))
        {
            end++;
        }

        // At the end of a value the rest could follow.
        return end == value.Length || (end > at + 1 && value[end] == '-');
    }

    /// <summary>Whether this one could help to close a comment: at an edge of the value or beside another.</summary>
    public static bool Closes(ReadOnlySpan<byte> value, int at) =>
        value[at] == '-' && (at == 0 || at == value.Length - 1 || value[at - 1] == '-' || value[at + 1] is (byte)'-' or (byte)'!');
}
