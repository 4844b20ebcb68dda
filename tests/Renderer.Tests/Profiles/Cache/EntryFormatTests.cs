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

    // Written by the release of November 2026: a node of this one reads what its predecessors left in Redis while both run.
    [Fact]
    public void What_an_older_release_wrote_is_still_read()
    {
        const string Person =
            "010764656661756c7440226441594406004d000000000000000363726d09000000000000000270310a0a6e616d650a74696572020269640270310565" +
            "6d61696c0d616e6e40782e6578616d706c651d7b226e616d65223a225a6fc3ab222c2274696572223a22676f6c64227d";
        var read = Format.Read(Convert.FromHexString(Person))!;
        Assert.Equal((EntryKind.Person, "default", "p1", new Instant(1_764_000_000_123_456)), (read.Kind, read.Workspace.ToString(), read.Id, read.Begun));
        Assert.Equal((77UL, "crm", 9UL, "name tier"), (read.Generation, read.Source, read.Shape, string.Join(' ', read.Covers.Names.Order())));
        Assert.Equal([Identifier.Id("p1"), Identifier.Email("ann@x.example")], read.Identifiers);
        Assert.Equal("""{"name":"Zoë","tier":"gold"}"""u8.ToArray(), read.Json.ToArray());
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
