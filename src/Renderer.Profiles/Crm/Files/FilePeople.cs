using System.Text;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Files;

/// <summary>The people of one state of a file: its bytes, where rows begin, and tables of names. Immutable, swapped whole.</summary>
internal sealed class FilePeople
{
    private readonly FileSettings file;
    private readonly IReadOnlyDictionary<string, string> lookups;
    private readonly byte[] data;
    private readonly int[] starts;
    private readonly Dictionary<string, NameTable> tables;

    /// <summary>Keeps what the loader found.</summary>
    /// <param name="file">How the file is written.</param>
    /// <param name="lookups">Kinds of names beside id and e-mail, to columns.</param>
    /// <param name="columns">The names of the first row; empty for NDJSON.</param>
    /// <param name="data">The file.</param>
    /// <param name="starts">Where each good row begins.</param>
    /// <param name="tables">Rows by their names.</param>
    public FilePeople(
        FileSettings file,
        IReadOnlyDictionary<string, string> lookups,
        IReadOnlyList<string> columns,
        byte[] data,
        int[] starts,
        Dictionary<string, NameTable> tables)
    {
        (this.file, this.lookups, Columns, this.data, this.starts, this.tables) = (file, lookups, columns, data, starts, tables);
    }

    /// <summary>The columns, in order; empty for NDJSON, where every line has its own.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How many people there are.</summary>
    public int Count => starts.Length;

    /// <summary>Bytes beside the file's own.</summary>
    public long IndexBytes => (sizeof(int) * (long)starts.Length) + tables.Values.Sum(table => table.Bytes);

    /// <summary>The row as it stands in the file.</summary>
    public ReadOnlySpan<byte> Raw(int row)
    {
        var span = data.AsSpan(starts[row]);
        if (file.Format == FileFormat.Csv)
        {
            return span[..(new CsvRow((byte)file.Delimiter).Read(data, starts[row]) - starts[row])].TrimEnd("\r\n"u8);
        }

        var end = span.IndexOf((byte)'\n');
        return (end < 0 ? span : span[..end]).TrimEnd("\r\n"u8);
    }

    /// <summary>The rows of the people that have this name.</summary>
    public List<int> Find(Identifier name) => tables.TryGetValue(name.Kind, out var table)
        ? [.. table.Find(NameTable.Hash(Key(name))).Where(row => Read(row).Names(name.Kind).Any(value => Key(new(name.Kind, value)) == Key(name)))]
        : [];

    /// <summary>Reads a row's values.</summary>
    public FileRow Read(int row)
    {
        if (file.Format == FileFormat.Ndjson)
        {
            using var document = JsonDocument.Parse(data.AsMemory(starts[row], Raw(row).Length));
            return new FileRow(null, document.RootElement.Clone(), Column);
        }

        var fields = new CsvRow((byte)file.Delimiter);
        fields.Read(data, starts[row]);
        var values = new Dictionary<string, string?>(Columns.Count, StringComparer.Ordinal);
        for (var field = 0; field < Columns.Count; field++)
        {
            values[Columns[field]] = fields.Text(data, field);
        }

        return new FileRow(values, null, Column);
    }

    /// <summary>How names are compared: ids as they stand, others without case.</summary>
    public static string Key(Identifier name) => name.Kind == Identifier.IdKind ? name.Value : name.Value.ToLowerInvariant();

    private string? Column(string kind) => kind switch
    {
        Identifier.IdKind => file.Id,
        Identifier.EmailKind => file.Email,
        _ => lookups.GetValueOrDefault(kind),
    };
}

/// <summary>The values of one row.</summary>
/// <param name="Texts">By column, of CSV; null for NDJSON.</param>
/// <param name="Json">The object, of NDJSON.</param>
/// <param name="Column">Where a kind of name stands.</param>
internal sealed record FileRow(IReadOnlyDictionary<string, string?>? Texts, JsonElement? Json, Func<string, string?> Column)
{
    /// <summary>The values of a kind of name.</summary>
    public IEnumerable<string> Names(string kind)
    {
        var value = Column(kind) is { } column ? Text(column) : null;
        return value is not null && Encoding.UTF8.GetByteCount(value) <= Identifier.MaxBytes ? [value] : [];
    }

    /// <summary>A value as text; null where there is none.</summary>
    public string? Text(string property) => Texts is not null ? Texts.GetValueOrDefault(property) : Value(property)?.Text();

    /// <summary>A value of NDJSON: a member of that name, else what the path leads to.</summary>
    public JsonElement? Value(string property) =>
        Json!.Value.Member(property) ?? (JsonPath.Read(property, out var path) is null ? Json.Value.First(path) : null);
}
