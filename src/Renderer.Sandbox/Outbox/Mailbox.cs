using System.Text.RegularExpressions;

namespace Renderer.Sandbox.Outbox;

/// <summary>An address, with the name beside it where there is one.</summary>
internal sealed partial record Mailbox(string Email, string? Name = null)
{
    /// <summary>RFC 5321: 64 characters, an at sign, a domain; 254 in all.</summary>
    public static bool IsAddress(string? text) => text is { Length: <= 254 } && Form().IsMatch(text);

    /// <summary>Reads <c>ann@x.example</c> or <c>Ann &lt;ann@x.example&gt;</c>; null where it is neither.</summary>
    public static Mailbox? Parse(string? text) => ParseList(text) is [var one] ? one : null;

    /// <summary>Reads a list as a header has it; null where one of it is no address.</summary>
    public static IReadOnlyList<Mailbox>? ParseList(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || !MimeKit.InternetAddressList.TryParse(text, out var list))
        {
            return null;
        }

        var all = list.OfType<MimeKit.MailboxAddress>().Select(one => new Mailbox(one.Address, string.IsNullOrEmpty(one.Name) ? null : one.Name)).ToList();
        return all.Count == list.Count && all.TrueForAll(one => IsAddress(one.Email)) ? all : null;
    }

    public override string ToString() => Name is null ? Email : new MimeKit.MailboxAddress(Name, Email).ToString(encode: false);

    [GeneratedRegex(@"^[^\s@<>()\[\],;:\\""]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
