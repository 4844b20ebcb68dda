using System.Buffers;

namespace Renderer.Model;

/// <summary>Whose AMP mails may ask for data: clients tell who sent the mail that asks, and a link can be copied into anybody's.</summary>
/// <param name="Senders">Addresses, or <c>*@domain</c> for all of a domain.</param>
public sealed record AmpSettings(IReadOnlyList<string> Senders)
{
    /// <summary>Nobody's.</summary>
    public static readonly AmpSettings None = new([]);

    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";

    private const int MaxLength = 254;
    private static readonly SearchValues<char> Local = SearchValues.Create(Letters + "!#$%&'+/=?^_`{|}~");
    private static readonly SearchValues<char> Domain = SearchValues.Create(Letters);

    /// <summary>Whether this sender's mails may ask; upper and lower case are the same.</summary>
    public bool Admits(string sender) => IsAddress(sender) && Senders.Any(one => one.StartsWith("*@", StringComparison.Ordinal)
        ? sender.AsSpan(sender.IndexOf('@', StringComparison.Ordinal)).Equals(one.AsSpan(1), StringComparison.OrdinalIgnoreCase)
        : sender.Equals(one, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether this is an address, or <c>*@domain</c>.</summary>
    public static bool IsSender(string text) => IsAddress(text.StartsWith("*@", StringComparison.Ordinal) ? string.Concat("a", text.AsSpan(1)) : text);

    /// <summary>Whether this is an address that may stand in a header as it is: printable ASCII without quotes, commas and brackets.</summary>
    public static bool IsAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 && text.Length <= MaxLength
            && !text.AsSpan(0, at).ContainsAnyExcept(Local)
            && !text.AsSpan(at + 1).ContainsAnyExcept(Domain);
    }
}
