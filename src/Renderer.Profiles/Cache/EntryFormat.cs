using System.Text;
using Renderer.Model;

namespace Renderer.Profiles.Cache;

/// <summary>An entry as bytes, before it is sealed.</summary>
internal sealed class EntryFormat(Names names, Covers covers)
{
    public byte[] Write(Entry entry)
    {
        using var stream = new MemoryStream(entry.Json.Length + 512);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write((byte)entry.Kind);
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
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Null when the bytes are not an entry.</summary>
    public Entry? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new EntryReader(bytes);
        var kind = (EntryKind)reader.Byte();
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
            Names = names.Of(workspace, identifiers),
        };
    }
}
