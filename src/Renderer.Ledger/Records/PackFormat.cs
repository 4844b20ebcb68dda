using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>A pack as bytes: for the backlog's files.</summary>
internal static class PackFormat
{
    private const byte Version = 2;

    /// <summary>Without the names of what is told once.</summary>
    private const byte Before = 1;

    public static byte[] Write(Pack pack)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
        {
            writer.Write(Version);
            writer.Write(pack.Id.ToByteArray());
            var records = pack.Records.Where(record => record.Body is not null).ToList();
            writer.Write(records.Count);
            foreach (var record in records)
            {
                Write(writer, record);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Null when it is of another version.</summary>
    public static Pack? Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var version = reader.ReadByte();
        if (version is not (Version or Before))
        {
            return null;
        }

        var id = new Guid(reader.ReadBytes(16));
        var records = new PendingRecord[reader.ReadInt32()];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = ReadRecord(reader, version);
        }

        return new Pack(id) { Records = records };
    }

    private static void Write(BinaryWriter writer, PendingRecord record)
    {
        writer.Write(record.Workspace);
        writer.Write(record.Person ?? "");
        writer.Write(record.Aliases.Count);
        foreach (var alias in record.Aliases)
        {
            writer.Write(alias);
        }

        writer.Write(record.Once ?? "");
        writer.Write(record.Message);
        writer.Write(record.At.Micros);
        writer.Write(record.KeepUntil.Micros);
        writer.Write(record.Event is not null);
        if (record.Event is { } facts)
        {
            foreach (var text in (string[])[facts.Template, facts.Version, facts.Slot, facts.Variant, facts.Segment])
            {
                writer.Write(text);
            }

            writer.Write((byte)facts.Kind);
            writer.Write((byte)facts.Class);
        }

        var body = record.Person is null ? [] : record.Body!;
        writer.Write(body.Length);
        writer.Write(body);
    }

    private static PendingRecord ReadRecord(BinaryReader reader, byte version)
    {
        var (workspace, person) = (reader.ReadString(), reader.ReadString());
        var aliases = new string[reader.ReadInt32()];
        for (var i = 0; i < aliases.Length; i++)
        {
            aliases[i] = reader.ReadString();
        }

        var once = version == Before ? "" : reader.ReadString();
        var (message, at, until) = (reader.ReadInt64(), new Instant(reader.ReadInt64()), new Instant(reader.ReadInt64()));
        var facts = reader.ReadBoolean()
            ? new EventFacts(
                reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(),
                (OpenKind)reader.ReadByte(), (OpenClass)reader.ReadByte())
            : null;
        var body = reader.ReadBytes(reader.ReadInt32());
        return new PendingRecord
        {
            Workspace = workspace,
            Person = person.Length == 0 ? null : person,
            Aliases = aliases,
            Once = once.Length == 0 ? null : once,
            Message = message,
            At = at,
            KeepUntil = until,
            Event = facts,
            Bytes = PendingRecord.Weigh(body.Length, aliases),
        }.With(body);
    }
}
