using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Renderer.Links;
using Renderer.Links.Tokens;
using Renderer.Model;
using Renderer.Tests.HouseRules;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Links.Tokens;

/// <summary>Tokens made by another program from the published description: what delivered mails hold must open for ever.</summary>
public sealed class LinkVectorsTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly JsonElement published = JsonSerializer.Deserialize<JsonElement>(Tree.Read("src/Renderer.Links/Tokens/vectors.json"));
    private readonly KeyRing ring;

    public LinkVectorsTests()
    {
        File.WriteAllText(folder.File("seal-1a2b3c4d.json"), published.GetProperty("key_file").GetRawText());
        ring = KeyRing.Open(folder.Path, new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(57)), create: true);
    }

    [Fact]
    public void Each_opens_and_says_what_is_published()
    {
        var tokens = new LinkTokens(ring, [WorkspaceName.Default]);
        foreach (var vector in published.GetProperty("vectors").EnumerateArray())
        {
            var facts = tokens.Open(Purpose(vector), vector.GetProperty("token").GetString());
            Assert.Equal(Facts(vector.GetProperty("facts")), facts);
        }

        Assert.Equal(3, published.GetProperty("vectors").GetArrayLength());
    }

    [Fact]
    public void The_payload_is_what_is_written_today()
    {
        foreach (var vector in published.GetProperty("vectors").EnumerateArray())
        {
            var (payload, known) = (new byte[LinkCipher.MostPayloadBytes], vector.GetProperty("payload").GetString()!);
            var length = Payload.Write(Facts(vector.GetProperty("facts")), Convert.ToUInt64(known[2..14], 16), payload, out _);
            Assert.Equal(known, Convert.ToHexStringLower(payload.AsSpan(0, length)));
        }
    }

    public void Dispose()
    {
        ring.Dispose();
        folder.Dispose();
    }

    private static LinkPurpose Purpose(JsonElement vector) =>
        Enum.GetValues<LinkPurpose>().Single(purpose => purpose.Label() == vector.GetProperty("purpose").GetString());

    private static LinkFacts Facts(JsonElement said)
    {
        string? Text(string name) => said.TryGetProperty(name, out var value) ? value.GetString() : null;
        long? Number(string name) => said.TryGetProperty(name, out var value) ? value.GetInt64() : null;
        LinkName Name(string name) => Text(name) is { } whole ? LinkName.Of(whole)
            : Text($"{name}_name") is { } hashed ? LinkName.OfHash(LinkName.Of(hashed).Hash) : default;
        var madeAt = new Instant(Number("made_at")!.Value * 1_000_000);
        return new LinkFacts
        {
            Workspace = WorkspaceName.Default,
            MadeAt = madeAt,
            End = Number("end_minutes") is { } minutes ? madeAt + TimeSpan.FromMinutes(minutes) : null,
            Template = Name("template"),
            Version = Text("version") is { } version ? VersionMark.Of(version) : default,
            Message = Name("message"),
            Slot = Name("slot"),
            Decision = (int?)Number("decision"),
            Recipient = Text("recipient"),
            Person = said.TryGetProperty("person", out var person) ? Identifier.Email(person.GetProperty("email").GetString()!) : null,
            Destination = Text("destination") is { } url && Destination.TryParse(url, out var destination) ? destination : null,
        };
    }
}
