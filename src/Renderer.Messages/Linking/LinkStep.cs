using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Links;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Linking;

/// <summary>Puts the links of this one message where the rendered parts have marks for them. What has no mark is left as it is.</summary>
/// <param name="tokens">Mints.</param>
/// <param name="origin">Under which origin a workspace's links stand, without a slash at the end.</param>
/// <param name="sealing">Makes the opaque names.</param>
/// <param name="clock">When the links are made.</param>
public sealed class LinkStep(LinkTokens tokens, Func<WorkspaceName, string> origin, ISealing sealing, TimeProvider clock)
{
    /// <summary>A kind of identifier that no workspace declares: an invented person of the template.</summary>
    internal const string SampleKind = "~sample";

    /// <summary>What is longer does not fit into every link of a message; the opaque name does, and the record has the identifier.</summary>
    private const int MostPersonBytes = 38;

    /// <summary>Replaces the marks of html, text and AMP by links.</summary>
    /// <param name="template">The template.</param>
    /// <param name="order">For whom.</param>
    /// <param name="person">Who that is.</param>
    /// <param name="mail">As rendered.</param>
    internal Linked Link(Template template, MessageOrder order, Person person, RenderedMail mail)
    {
        LinkMint? mint = null;
        LinkFacts? facts = null;
        var linked = mail with
        {
            HtmlUtf8 = mail.HtmlUtf8 is { } html ? LinkMarks.Replace(html, AddressOf) : (ReadOnlyMemory<byte>?)null,
            Text = mail.Text is null ? null : LinkMarks.Replace(mail.Text, AddressOf),
            Amp = mail.Amp is null ? null : LinkMarks.Replace(mail.Amp, AddressOf),
        };
        return mint is null ? new Linked(mail, null, null) : new Linked(linked, mail, new MessageLinks(facts!, [.. mint.Made]));

        string AddressOf(LinkMark mark)
        {
            facts ??= FactsOf(template, order, person);
            mint ??= new LinkMint(tokens, origin(order.Workspace), template, facts)
            {
                Sent = name => mail.Choices.FirstOrDefault(choice => choice.Block == name)?.Variant,
                HasRecord = !order.IsPreview && BringsAlong(order),
            };
            return mint.AddressOf(mark);
        }
    }

    /// <summary>Makes the addresses in something that is shown for a link that was opened: those of the same message.</summary>
    internal LinkMint Again(Template template, LinkFacts opened, bool hasRecord, Func<string, string?> sent) => new(
        tokens,
        origin(opened.Workspace),
        template,
        opened with { Slot = default, Decision = null, End = null, Destination = null, Template = LinkName.Of(template.Name), Version = VersionMark.Of(template.Version) })
    {
        Sent = sent,
        HasRecord = hasRecord,
    };

    /// <summary>The request said something that a link cannot bear, and that what is shown later may hang on.</summary>
    internal static bool BringsAlong(MessageOrder order) =>
        order.Data.ValueKind == JsonValueKind.Object || order.Profile.ValueKind == JsonValueKind.Object || !order.Fetch
        || order.Locale is not null || order.TimeZone is not null;

    private LinkFacts FactsOf(Template template, MessageOrder order, Person person)
    {
        var facts = new LinkFacts
        {
            Workspace = order.Workspace,
            MadeAt = Instant.From(clock.GetUtcNow()),
            Template = LinkName.Of(template.Name),
            Version = VersionMark.Of(template.Version),
            Message = order.MessageId is { } id ? LinkName.Of(id) : LinkName.OfHash(Unnamed()),
        };
        if (order.Sample is not null || order.Proof)
        {
            // Nobody is asked for an invented person, and nothing is kept of one.
            var sample = order.Sample ?? template.Samples.Select(one => one.Name).FirstOrDefault();
            return sample is null ? facts : facts with { Person = Identifiable(new Identifier(SampleKind, sample)) };
        }

        if (order.LinksOfNobody || (person.Id ?? order.Recipient) is not { } someone)
        {
            return facts;
        }

        return Identifiable(someone) is { } fits
            ? facts with { Person = fits }
            : facts with { Recipient = person.OpaqueNamesWith(sealing, order.Workspace, order.Recipient ?? someone)[0] };
    }

    private static Identifier? Identifiable(Identifier person) =>
        Encoding.UTF8.GetByteCount(person.Value)
        + (person.Kind is Identifier.IdKind or Identifier.EmailKind ? 0 : 1 + Encoding.UTF8.GetByteCount(person.Kind)) <= MostPersonBytes
            ? person
            : null;

    /// <summary>A message that its caller did not name is another message each time.</summary>
    private static ulong Unnamed() => Math.Max(1, BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))));
}

/// <summary>A mail with its links.</summary>
/// <param name="Mail">As it is sent.</param>
/// <param name="Marked">As it was rendered: what is hashed; null where nothing was replaced.</param>
/// <param name="Links">The links; null where there are none.</param>
internal readonly record struct Linked(RenderedMail Mail, RenderedMail? Marked, MessageLinks? Links);

/// <summary>The links of one message.</summary>
/// <param name="Facts">What all of them say.</param>
/// <param name="Marks">Each of them once.</param>
internal sealed record MessageLinks(LinkFacts Facts, IReadOnlyList<LinkMark> Marks)
{
    /// <summary>The mail leads to its web version.</summary>
    public bool HasWeb => Marks.Any(mark => mark.Kind == LinkMarkKind.Web);
}
