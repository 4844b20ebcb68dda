using System.Globalization;
using System.Security.Cryptography;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Json;
using Renderer.Server.Passthrough.Sending;

namespace Renderer.Server.Passthrough.SendGrid;

/// <summary>
/// Puts recipients' texts where SendGrid merges. Texts that are equal for all stand in the content; others become substitutions, of which
/// SendGrid takes 10,000 bytes a recipient; what is longer goes out in a request of its own for each distinct body.
/// </summary>
internal sealed class SendGridWriter(SendGridMail mail, Rendered rendered)
{
    private const int MostSubstitutions = 10_000;

    private readonly SendGridShared shared = mail.Shared;

    /// <summary>Nobody can have put it into a value: it is new with each request.</summary>
    private readonly string nonce = RandomNumberGenerator.GetHexString(8, lowercase: true);

    public IReadOnlyList<EspSend> Write()
    {
        if (rendered.Kept.Count == 0)
        {
            return [];
        }

        var bodies = rendered.Kept.GroupBy(SharedOf, SameValues.Instance).ToList();
        if (bodies.Count == 1)
        {
            return [Send(rendered.Kept, substituted: false)];
        }

        var substituted = shared.IsDynamic ? [] : rendered.Kept.Where(Fits).ToHashSet();
        return
        [
            .. substituted.GroupBy(PartsOf).Select(some => Send([.. some], substituted: some.Skip(1).Any()))
                .Concat(bodies.Select(body => body.Where(one => !substituted.Contains(one)).ToList()).Where(some => some.Count > 0).Select(some => Send(some, substituted: false)))
                .OrderBy(send => send.Messages[0]),
        ];
    }

    private ReadOnlyMemory<byte>?[] SharedOf(RenderedMessage one) => [.. shared.Wanted.Select(wanted => one[wanted])];

    /// <summary>Which parts there are: an item of the content is there for all or for none.</summary>
    private string PartsOf(RenderedMessage one) => string.Concat(shared.Wanted.Select(wanted => one[wanted] is null ? '0' : '1'));

    private bool Fits(RenderedMessage one)
    {
        var tags = mail.Mails[one.Message.Index].Personalization["substitutions"];
        return tags is null or { Kind: JsonKind.Object }
            && (tags is null ? 0 : tags.End - tags.Start) + shared.Wanted.Select((wanted, i) => Tag(i).Length + (one[wanted]?.Length ?? 0)).Sum() <= MostSubstitutions;
    }

    private string Tag(int number) => string.Create(CultureInfo.InvariantCulture, $"[[renderer.{nonce}.{number}]]");

    private EspSend Send(IReadOnlyList<RenderedMessage> kept, bool substituted)
    {
        var values = shared.Wanted.Select((wanted, i) => (wanted, Value: kept[0][wanted] is { } value ? substituted ? JsonText.Encode(Tag(i)) : JsonText.Encode(value.Span) : (ReadOnlyMemory<byte>?)null))
            .ToDictionary(pair => pair.wanted, pair => pair.Value);
        var edits = new Edits(mail.Body);
        new SendGridContentWriter(shared, values).Write(edits);
        new SendGridPersonalizationWriter(mail, kept, substituted ? TagsOf : _ => []).Write(edits);
        return new EspSend([.. kept.Select(one => one.Message.Index)], edits.Apply());
    }

    private IReadOnlyList<(string Tag, ReadOnlyMemory<byte> Value)> TagsOf(RenderedMessage one) =>
        [.. shared.Wanted.Select((wanted, i) => (Tag: Tag(i), Value: one[wanted])).Where(pair => pair.Value is not null).Select(pair => (pair.Tag, JsonText.Encode(pair.Value!.Value.Span)))];

    /// <summary>Texts are the same when their bytes are.</summary>
    private sealed class SameValues : IEqualityComparer<ReadOnlyMemory<byte>?[]>
    {
        public static readonly SameValues Instance = new();

        public bool Equals(ReadOnlyMemory<byte>?[]? x, ReadOnlyMemory<byte>?[]? y) =>
            x!.Zip(y!).All(pair => (pair.First is null) == (pair.Second is null) && (pair.First is null || pair.First.Value.Span.SequenceEqual(pair.Second!.Value.Span)));

        public int GetHashCode(ReadOnlyMemory<byte>?[] obj)
        {
            var hash = new HashCode();
            foreach (var value in obj)
            {
                hash.AddBytes(value is { } bytes ? bytes.Span : []);
            }

            return hash.ToHashCode();
        }
    }
}
