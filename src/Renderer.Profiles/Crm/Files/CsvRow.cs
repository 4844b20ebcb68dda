using System.Text;

namespace Renderer.Profiles.Crm.Files;

/// <summary>Where the fields of one row stand in the file; filled anew for each row.</summary>
internal sealed class CsvRow(byte delimiter)
{
    /// <summary>More fields than this are no row of people.</summary>
    private const int MostFields = 1000;

    /// <summary>A quote that is not closed within so many bytes was none: the row is bad, not the rest of the file.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly List<(int Start, int Length, bool Quoted)> fields = [];

    /// <summary>How many fields the row has.</summary>
    public int Count => fields.Count;

    /// <summary>The row keeps to RFC 4180.</summary>
    public bool IsGood { get; private set; }

    /// <summary>Line ends within the row, its own included.</summary>
    public int Lines { get; private set; }

    /// <summary>Reads the row that begins here, and says where the next one does.</summary>
    public int Read(ReadOnlySpan<byte> data, int start)
    {
        fields.Clear();
        IsGood = true;
        Lines = 1;
        var at = start;
        while (true)
        {
            var quoted = at < data.Length && data[at] == '"';
            var end = quoted ? Closing(data, at + 1) : Plain(data, at);
            if (end < 0 || fields.Count >= MostFields)
            {
                return Skip(data, start);
            }

            fields.Add(quoted ? (at + 1, end - at - 1, true) : (at, end - at, false));
            at = quoted ? end + 1 : end;
            if (at >= data.Length)
            {
                return data.Length;
            }

            if (data[at] == delimiter)
            {
                at++;
                continue;
            }

            var next = data[at] == '\n' ? at + 1 : data[at] == '\r' && at + 1 < data.Length && data[at + 1] == '\n' ? at + 2 : -1;
            return next > 0 ? next : data[at] == '\r' && at + 1 == data.Length ? data.Length : Skip(data, start);
        }
    }

    /// <summary>A field's bytes, for comparing; those of a quoted one with its quotes doubled.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> data, int field) => data.Slice(fields[field].Start, fields[field].Length);

    /// <summary>A field's text; null when it is empty.</summary>
    public string? Text(ReadOnlySpan<byte> data, int field)
    {
        var (start, length, quoted) = fields[field];
        var text = Encoding.UTF8.GetString(data.Slice(start, length));
        return text.Length == 0 ? null : quoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    /// <summary>The row is empty, as at the file's end.</summary>
    public bool IsBlank => fields is [{ Length: 0, Quoted: false }];

    private int Plain(ReadOnlySpan<byte> data, int at)
    {
        var length = data[at..].IndexOfAny(delimiter, (byte)'\n', (byte)'"');
        var end = length < 0 ? data.Length : at + length;
        if (end < data.Length && data[end] == '"')
        {
            return -1; // a quote in the midst of a field
        }

        return end > at && end < data.Length && data[end] == '\n' && data[end - 1] == '\r' ? end - 1
            : end == data.Length && end > at && data[end - 1] == '\r' ? end - 1
            : end;
    }

    private int Closing(ReadOnlySpan<byte> data, int at)
    {
        var last = Math.Min(data.Length, at + MostBytes);
        for (var from = at; from < last;)
        {
            var length = data[from..last].IndexOf((byte)'"');
            if (length < 0)
            {
                return -1;
            }

            var quote = from + length;
            if (quote + 1 < data.Length && data[quote + 1] == '"')
            {
                from = quote + 2;
                continue;
            }

            Lines += data[at..quote].Count((byte)'\n');
            return quote;
        }

        return -1;
    }

    private int Skip(ReadOnlySpan<byte> data, int start)
    {
        IsGood = false;
        Lines = 1;
        var length = data[start..].IndexOf((byte)'\n');
        return length < 0 ? data.Length : start + length + 1;
    }
}
