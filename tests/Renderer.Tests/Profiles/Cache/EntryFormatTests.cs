using CsCheck;
using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Tests.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Cache;

public sealed class EntryFormatTests : IAsyncLifetime
{
    private Node node = null!;

    private EntryFormat Format => node.Get<EntryFormat>();

    public async ValueTask InitializeAsync() => node = await Node.StartAsync(new ScriptedCrm());

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public void What_is_written_is_read()
    {
        var entry = new Entry
        {
            Kind = EntryKind.Person,
            Workspace = node.Workspace,
            Id = "p1",
            Identifiers = [Identifier.Id("p1"), Identifier.Email("ж@people.example"), new Identifier("customer", "A 7")],
            Json = """{"name":"Zoë"}"""u8.ToArray(),
            Covers = new ReadSet(["name", "tier"], all: true),
            Begun = new Instant(1_700_000_000_123_456),
            Generation = ulong.MaxValue,
            Source = "crm",
            Shape = 77,
        };
        var read = Format.Read(Format.Write(entry))!;
        Assert.Equal((entry.Kind, entry.Workspace, entry.Id, entry.Begun), (read.Kind, read.Workspace, read.Id, read.Begun));
        Assert.Equal((entry.Generation, entry.Source, entry.Shape), (read.Generation, read.Source, read.Shape));
        Assert.Equal(entry.Identifiers, read.Identifiers);
        Assert.Equal(entry.Json.ToArray(), read.Json.ToArray());
        Assert.Equal((true, "name tier"), (read.Covers.All, string.Join(' ', read.Covers.Names.Order())));
        Assert.Equal(3, read.Names.Count);
        Assert.Equal(read.Names[0], Assert.Single(read.IdNames));
    }

    [Fact]
    public void Bad_values_are_kept_and_an_entry_without_any_is_as_before_there_were_rules()
    {
        var good = new Entry
        {
            Kind = EntryKind.Person,
            Workspace = node.Workspace,
            Id = "p1",
            Identifiers = [Identifier.Id("p1")],
            Json = "{}"u8.ToArray(),
            Begun = new Instant(1),
            Generation = 1,
            Source = "crm",
            Shape = 1,
        };
        Assert.Equal(((byte)EntryKind.Person, "{}"), (Format.Write(good)[0], System.Text.Encoding.UTF8.GetString(Format.Write(good)[^2..])));
        var bad = new Entry
        {
            Kind = EntryKind.Person,
            Workspace = node.Workspace,
            Id = "p1",
            Identifiers = [Identifier.Id("p1")],
            Json = "{}"u8.ToArray(),
            Bad = [new("points", AttributeRule.Range, "-1"), new("mail", AttributeRule.Email, "ж")],
            Begun = new Instant(1),
            Generation = 1,
            Source = "crm",
            Shape = 1,
        };
        var written = Format.Write(bad);
        Assert.Equal(bad.Bad, Format.Read(written)!.Bad);
        for (var length = 0; length < written.Length; length++)
        {
            Assert.Null(Format.Read(written.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Whatever_else_is_read_is_no_entry_and_no_exception() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            _ = Format.Read(bytes);
            bytes = [1, 7, .. "default"u8, .. bytes];
            _ = Format.Read(bytes);
            bytes[0] = 0x11;
            _ = Format.Read(bytes);
        });

    [Fact]
    public void An_entry_cut_anywhere_is_none()
    {
        var whole = Format.Write(new Entry
        {
            Kind = EntryKind.Nobody,
            Workspace = node.Workspace,
            Identifiers = [Identifier.Id("p1")],
            Json = "{}"u8.ToArray(),
            Begun = new Instant(1),
            Generation = 1,
            Source = "crm",
            Shape = 1,
        });
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Null(Format.Read(whole.AsSpan(0, length)));
        }
    }
}
