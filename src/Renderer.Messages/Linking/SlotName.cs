using Renderer.Model;

namespace Renderer.Messages.Linking;

/// <summary>What a link calls a slot: its name, <c>~dark</c> for the dark picture, <c>+</c> where the message's record has what the request brought.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="IsDark">The picture for dark surroundings.</param>
/// <param name="HasRecord">Data, attributes, locale or time zone came with the request: the ledger has them.</param>
internal readonly record struct SlotName(string Slot, bool IsDark = false, bool HasRecord = false)
{
    private const string Dark = "~dark";
    private const string Record = "+";

    /// <summary>The name of a click whose destination says nothing of anybody; no slot is called so.</summary>
    public const string PlainClick = "~";

    /// <summary>As the link bears it.</summary>
    public string Text => Slot + (IsDark ? Dark : "") + (HasRecord ? Record : "");

    /// <summary>The four names that a slot has in links.</summary>
    public static IEnumerable<SlotName> FormsOf(string slot) =>
        [new(slot), new(slot, IsDark: true), new(slot, HasRecord: true), new(slot, IsDark: true, HasRecord: true)];

    /// <summary>Which of these slots a link means; null where none. A name in full needs no list.</summary>
    public static SlotName? Among(LinkName name, IEnumerable<string> slots)
    {
        if (name.Text is { } text)
        {
            return Read(text);
        }

        foreach (var form in name.IsNone ? [] : slots.SelectMany(FormsOf))
        {
            if (name.Is(form.Text))
            {
                return form;
            }
        }

        return null;
    }

    private static SlotName Read(string text)
    {
        var hasRecord = text.EndsWith(Record, StringComparison.Ordinal);
        text = hasRecord ? text[..^Record.Length] : text;
        var isDark = text.EndsWith(Dark, StringComparison.Ordinal);
        return new(isDark ? text[..^Dark.Length] : text, isDark, hasRecord);
    }
}
