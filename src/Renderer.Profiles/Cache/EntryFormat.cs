using System.Text;
using Renderer.Model;

namespace Renderer.Profiles.Cache;

/// <summary>An entry as bytes, before it is sealed.</summary>
internal sealed class EntryFormat(Names names, Covers covers)
{
    // In the byte of the kind: bad values follow. Without any the bytes are as before there were rules.
    private const byte HasBad = 0x10;

    public byte[] Write(Entry entry)
    {
        using var stream = new MemoryStream(entry.Json.Length + 512);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)((byte)entry.Kind | (entry.Bad.Count > 0 ? HasBad : 0)));
        writer.Write(entry.Workspace.ToString());
        writer.Write(entry.Begun.Micros);
        writer.Write(entry.Generation);
        writer.Write(entry.Source);
        writer.Write(entry.Shape);
        writer.Write(entry.Id);
        writer.Write(covers.Text(entry.Covers));
        writer.Write7BitEncodedInt(entry.Identifiers.Count);
        foreach (var identifier in entry.Identifiers)
        {
            writer.Write(identifier.Kind);
            writer.Write(identifier.Value);
        }

        writer.Write7BitEncodedInt(entry.Json.Length);
        writer.Write(entry.Json.Span);
        if (entry.Bad.Count > 0)
        {
            writer.Write7BitEncodedInt(entry.Bad.Count);
            foreach (var (attribute, rule, given) in entry.Bad)
            {
                writer.Write(attribute);
                writer.Write((byte)rule);
                writer.Write(given);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Null when the bytes are not an entry.</summary>
    public Entry? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new EntryReader(bytes);
        var first = reader.Byte();
        var kind = (EntryKind)(first & ~HasBad);
        if (!Enum.IsDefined(kind) || !WorkspaceName.TryParse(reader.Text(), out var workspace))
        {
            return null;
        }

        var begun = new Instant(reader.Int64());
        var generation = (ulong)reader.Int64();
        var source = reader.Text();
        var shape = (ulong)reader.Int64();
        var id = reader.Text();
        var read = covers.Parse(reader.Text());

        // Each takes two bytes at least: a count that lies costs no memory.
        var identifiers = new Identifier[Math.Min(reader.Count(), bytes.Length / 2)];
        for (var i = 0; i < identifiers.Length; i++)
        {
            identifiers[i] = new(reader.Text(), reader.Text());
        }

        var json = reader.Bytes(reader.Count()).ToArray();
        var bad = new BadValue[(first & HasBad) != 0 ? Math.Min(reader.Count(), bytes.Length / 3) : 0];
        for (var i = 0; i < bad.Length; i++)
        {
            bad[i] = new(reader.Text(), (AttributeRule)reader.Byte(), reader.Text());
        }

        return !reader.IsWhole ? null : new Entry
        {
            Kind = kind,
            Workspace = workspace,
            Begun = begun,
            Generation = generation,
            Source = source,
            Shape = shape,
            Id = id,
            Covers = read,
            Identifiers = identifiers,
            Json = json,
            Bad = bad,
            Names = names.Of(workspace, identifiers),
        };
    }
}
