using System.Buffers;

namespace Renderer.Templates.Links;

/// <summary>Which addresses become clicks, and how the author's parameters are added to them.</summary>
internal static class ClickAddress
{
    // In an address as people mean it these are encoded: here they are another's merge tags.
    private static readonly SearchValues<char> Foreign = SearchValues.Create("{}|[]<>\"\\^`$ ");

    /// <summary>A mark for an address of http or https; every other address as it is.</summary>
    /// <param name="address">As written by the author or by a value.</param>
    /// <param name="parameters">The author's, encoded and joined; "" for none.</param>
    public static string Marked(string address, string parameters) => IsClick(address) ? Mark(address, parameters) : Html.Links.Checked(address);

    /// <summary>Whether an address leads to a page, and bears no merge tag of whoever processes the mail after us.</summary>
    public static bool IsClick(string address)
    {
        var trimmed = address.Trim();
        return (trimmed.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || trimmed.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            && !trimmed.AsSpan().ContainsAny(Foreign)
            && !trimmed.Contains("*|", StringComparison.Ordinal)
            && IsEncoded(trimmed)
            && Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) && uri.Host.Length > 0;
    }

    /// <summary>The parameters added before the fragment; those that the address has already stay as they are.</summary>
    public static string With(string address, string parameters)
    {
        if (parameters.Length == 0)
        {
            return address;
        }

        var fragment = address.IndexOf('#') is var at and >= 0 ? at : address.Length;
        var head = address[..fragment];
        var query = head.IndexOf('?');
        var known = query < 0 ? [] : head[(query + 1)..].Split('&').Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var more = string.Join('&', parameters.Split('&').Where(parameter => !known.Contains(NameOf(parameter))));
        var between = query < 0 ? "?" : head[^1] is '?' or '&' ? "" : "&";
        return more.Length == 0 ? address : string.Concat(head, between, more, address[fragment..]);
    }

    private static string Mark(string address, string parameters) => LinkMarks.Write(new LinkMark(LinkMarkKind.Click, "", With(address.Trim(), parameters)));

    private static string NameOf(string parameter) => parameter.IndexOf('=') is var at and >= 0 ? parameter[..at] : parameter;

    // A '%' that encodes nothing is a merge tag's.
    private static bool IsEncoded(string address)
    {
        for (var at = address.IndexOf('%'); at >= 0; at = address.IndexOf('%', at + 1))
        {
            if (at + 2 >= address.Length || !char.IsAsciiHexDigit(address[at + 1]) || !char.IsAsciiHexDigit(address[at + 2]))
            {
                return false;
            }
        }

        return true;
    }
}
