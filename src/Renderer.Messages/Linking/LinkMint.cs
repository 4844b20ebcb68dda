using Renderer.Links;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Linking;

/// <summary>Makes the addresses of one message's links: for each slot or link one token, however often it stands in the message.</summary>
/// <param name="tokens">Mints.</param>
/// <param name="origin">Under which origin the workspace's links stand.</param>
/// <param name="template">The template.</param>
/// <param name="message">What all its links say: workspace, made-at, person, template, version, message.</param>
internal sealed class LinkMint(LinkTokens tokens, string origin, Template template, LinkFacts message)
{
    /// <summary>What stands for an address that a click may not lead to.</summary>
    private const string Blocked = "#blocked";

    private readonly Dictionary<LinkMark, string> made = [];

    /// <summary>The variant that was decided for a slot or block; null where none was.</summary>
    public Func<string, string?> Sent { get; init; } = _ => null;

    /// <summary>The message's record has what the request brought along.</summary>
    public bool HasRecord { get; init; }

    /// <summary>The links that were made.</summary>
    public IReadOnlyCollection<LinkMark> Made => made.Keys;

    /// <summary>The address that takes the place of a mark. Letters, digits and <c>:/.?=-_</c>, so it may stand anywhere.</summary>
    public string AddressOf(LinkMark mark)
    {
        if (!made.TryGetValue(mark, out var address))
        {
            made[mark] = address = TryMake(mark);
        }

        return address;
    }

    // Without a key to seal with there is no link, and a mail all the same.
    private string TryMake(LinkMark mark)
    {
        try
        {
            return Make(mark);
        }
        catch (KeyRingException)
        {
            return Blocked;
        }
    }

    private string Make(LinkMark mark) => mark.Kind switch
    {
        LinkMarkKind.Image => OfSlot(LinkPurpose.Image, 'i', new SlotName(mark.Name, IsDark: false, HasRecord), EndingOf(mark.Name)),
        LinkMarkKind.DarkImage => OfSlot(LinkPurpose.Image, 'i', new SlotName(mark.Name, IsDark: true, HasRecord), EndingOf(mark.Name)),
        LinkMarkKind.SlotClick => OfSlot(LinkPurpose.Click, 'c', new SlotName(mark.Name, IsDark: false, HasRecord), ""),
        LinkMarkKind.Click => OfClick(mark.Destination),
        LinkMarkKind.Web => Of(LinkPurpose.Web, 'w', message with { Slot = OfAll(), End = EndOf(template.LinkEnd) }, ""),
        LinkMarkKind.Pixel => Of(LinkPurpose.Pixel, 'o', message with { End = EndOf(template.LinkEnd) }, ".gif"),
        LinkMarkKind.Amp => OfSlot(LinkPurpose.Amp, 'a', new SlotName(mark.Name, IsDark: false, HasRecord), ""),

        // Whoever wants no more mails may say so for ever.
        _ => Of(LinkPurpose.Consent, 'u', message, ""),
    };

    private string OfSlot(LinkPurpose purpose, char path, SlotName name, string ending) => Of(
        purpose,
        path,
        message with
        {
            Slot = LinkName.Of(name.Text),
            Decision = Sent(name.Slot) is { } variant ? VariantMark.Of(variant) : null,
            End = EndOf(SlotOf(name.Slot) is { } slot ? slot.End : template.LinkEnd),
        },
        ending);

    private string OfClick(string? url)
    {
        var slot = LinkName.OfText(SlotName.PlainClick);
        if (url is null || PlainDestinations.Of(template, url) is not { } destination)
        {
            slot = default;
            if (!Destination.TryParse(url, out destination))
            {
                return Blocked;
            }
        }

        var token = tokens.Mint(LinkPurpose.Click, message with { Slot = slot, Destination = destination, End = EndOf(template.LinkEnd) });
        return (token.Left & LinkRest.Destination) == 0
            ? $"{origin}/c/{token.Text}"
            : $"{origin}/c/{token.Text}?d={tokens.SealRest(token.Text, destination)}";
    }

    private string Of(LinkPurpose purpose, char path, LinkFacts facts, string ending) => $"{origin}/{path}/{tokens.Mint(purpose, facts).Text}{ending}";

    private LinkName OfAll() => LinkName.Of(WebMarks.Write(Decided.AllOf(template).Select(about => Sent(about.Name))));

    private TemplateSlot? SlotOf(string name) => template.Slots.FirstOrDefault(slot => slot.Name == name);

    private string EndingOf(string slot) => SlotOf(slot)?.Format switch
    {
        PictureFormat.Jpeg => ".jpg",
        PictureFormat.Gif => ".gif",
        _ => ".png",
    };

    private Instant? EndOf(TimeSpan? after) => after is { } span ? message.MadeAt + span : null;
}
