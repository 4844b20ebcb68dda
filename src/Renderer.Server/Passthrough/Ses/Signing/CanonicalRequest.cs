using System.Buffers;
using System.Text;

namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>The one spelling of a request that both sides hash.</summary>
internal static class CanonicalRequest
{
    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public static string Of(SignedParts parts)
    {
        var text = new StringBuilder(512)
            .Append(parts.Method).Append('\n')
            .Append(Path(parts.Path)).Append('\n')
            .Append(Query(parts.Query)).Append('\n');
        foreach (var (name, values) in parts.Headers)
        {
            text.Append(name).Append(':').AppendJoin(',', values.Select(Spaces)).Append('\n');
        }

        return text.Append('\n').Append(parts.HeaderNames).Append('\n').Append(parts.BodyHash).ToString();
    }

    /// <summary>Without empty and dotted segments; what the wire has escaped is escaped again (all services but S3).</summary>
    private static string Path(string path)
    {
        var kept = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                kept.RemoveRange(Math.Max(0, kept.Count - 1), Math.Min(1, kept.Count));
            }
            else if (segment != ".")
            {
                kept.Add(Escape(segment));
            }
        }

        return kept.Count == 0 ? "/" : $"/{string.Join('/', kept)}{(path.EndsWith('/') ? "/" : string.Empty)}";
    }

    private static string Query(string query) => string.Join('&', query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Again(pair[0]), Value: pair.Length > 1 ? Again(pair[1]) : string.Empty))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    /// <summary>Escapes once, however it was escaped.</summary>
    private static string Again(string text) => Escape(Uri.UnescapeDataString(text));

    private static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(Unreserved) < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            _ = Unreserved.Contains((char)one) ? escaped.Append((char)one) : escaped.Append('%').Append(one.ToString("X2", null));
        }

        return escaped.ToString();
    }

    /// <summary>Trimmed, and each run of spaces one.</summary>
    private static string Spaces(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
