using System.Text;
using Renderer.Model;
using Renderer.Server.Send;
using Renderer.Templates;

namespace Renderer.Server.Passthrough;

/// <summary>What an ESP's own fields say of a recipient.</summary>
internal static class EspRecipients
{
    /// <summary>The person of a <c>renderer_id</c>; null where it can be no id.</summary>
    public static Identifier? Id(string? value) => IsName(value, Identifier.MaxBytes) ? Identifier.Id(value!) : null;

    /// <summary>The person of an e-mail address; null where it is longer than a name of people may be.</summary>
    public static Identifier? Email(string address) => IsName(address, Identifier.MaxBytes) ? new(Identifier.EmailKind, address) : null;

    /// <summary>A <c>renderer_message_id</c>; null where it can be none.</summary>
    public static string? MessageId(string? value) => IsName(value, RenderRules.MaxMessageIdBytes) ? value : null;

    /// <summary>As which part a mark is rendered in an ESP's variable: by what the variable's name ends in, else as HTML.</summary>
    public static Part PartOf(string variable) =>
        EndsIn(variable, "subject") ? Part.Subject
        : EndsIn(variable, "preheader") ? Part.Preheader
        : EndsIn(variable, "text") ? Part.Text
        : EndsIn(variable, "amp") ? Part.Amp
        : Part.Html;

    private static bool EndsIn(string variable, string word) => variable.TrimEnd('-', '%', '}', '_', ']', '*').EndsWith(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string? value, int mostBytes) =>
        !string.IsNullOrWhiteSpace(value) && Encoding.UTF8.GetByteCount(value) <= mostBytes && !value.Any(char.IsControl);
}
