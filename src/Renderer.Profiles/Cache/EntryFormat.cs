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
    public Entry? Read(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            return Read(reader);
        }
        catch (Exception error) when (error is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private Entry? Read(BinaryReader reader)
    {
        var kind = (EntryKind)reader.ReadByte();
        if (!Enum.IsDefined(kind) || !WorkspaceName.TryParse(reader.ReadString(), out var workspace))
        {
            return null;
        }

        var begun = new Instant(reader.ReadInt64());
        var generation = reader.ReadUInt64();
        var source = reader.ReadString();
        var shape = reader.ReadUInt64();
        var id = reader.ReadString();
        var read = covers.Parse(reader.ReadString());
        var identifiers = new Identifier[reader.Read7BitEncodedInt()];
        for (var i = 0; i < identifiers.Length; i++)
        {
            identifiers[i] = new(reader.ReadString(), reader.ReadString());
        }

        var length = reader.Read7BitEncodedInt();
        var json = reader.ReadBytes(length);
        return json.Length != length ? null : new Entry
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
