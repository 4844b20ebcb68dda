using System.Text.Json;
using System.Text.Unicode;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Files;

/// <summary>What loading a file brought.</summary>
/// <param name="People">The people; null when there is no file that can be read.</param>
/// <param name="Fault">Why there are none.</param>
/// <param name="Bad">Rows that could not be used.</param>
/// <param name="BadLines">Where the first of them are, from 1.</param>
internal sealed record FileLoad(FilePeople? People, string? Fault, int Bad = 0, IReadOnlyList<int>? BadLines = null)
{
    /// <summary>Beyond this a file does not belong into every node's memory.</summary>
    public const int MostBytes = 1 << 30;

    private const int LinesSaid = 20;

    /// <summary>Reads a file's bytes into people.</summary>
    public static FileLoad Of(FileSettings file, IReadOnlyDictionary<string, string> lookups, byte[] data)
    {
        var loader = new Loading(file, lookups, data);
        return file.Format == FileFormat.Csv ? loader.Csv() : loader.Ndjson();
    }

    private sealed class Loading(FileSettings file, IReadOnlyDictionary<string, string> lookups, byte[] data)
    {
        private readonly List<int> starts = [];
        private readonly List<int> badLines = [];
        private readonly HashSet<string> ids = new(StringComparer.Ordinal);
        private readonly (string Kind, string Column, List<int> Hashes)[] names =
        [
            (Identifier.IdKind, file.Id, []), (Identifier.EmailKind, file.Email, []), .. lookups.Select(pair => (pair.Key, pair.Value, new List<int>())),
        ];

        private int bad;

        public FileLoad Csv()
        {
            var row = new CsvRow((byte)file.Delimiter);
            var at = row.Read(data, data.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
            var columns = Enumerable.Range(0, row.IsGood ? row.Count : 0).Select(field => row.Text(data, field) ?? "").ToList();
            if (!columns.Contains(file.Id) || columns.Count != columns.Distinct().Count())
            {
                return new FileLoad(null, $"its first row must name each column once, and one of them '{file.Id}' (or say id: in workspace.yaml)");
            }

            var places = names.Select(name => columns.IndexOf(name.Column)).ToArray();
            for (var line = 1 + row.Lines; at < data.Length;)
            {
                var (start, first) = (at, line);
                at = row.Read(data, start);
                line += row.Lines;
                if (row.IsBlank)
                {
                    continue;
                }

                var good = row.IsGood && row.Count == columns.Count && Utf8.IsValid(data.AsSpan(start, at - start));
                Take(good ? kind => places[kind] < 0 ? null : row.Text(data, places[kind]) : null, start, first);
            }

            return Done(columns);
        }

        public FileLoad Ndjson()
        {
            var paths = names.Select(name => JsonPath.Read(name.Column, out var path) is null ? path : JsonPath.Root).ToArray();
            var at = data.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
            for (var line = 1; at < data.Length; line++)
            {
                var start = at;
                var length = data.AsSpan(start).IndexOf((byte)'\n');
                at = length < 0 ? data.Length : start + length + 1;
                var text = data.AsMemory(start, (length < 0 ? data.Length : start + length) - start);
                if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
                {
                    continue;
                }

                using var document = Parse(text);
                var root = document?.RootElement;
                Take(
                    root is { ValueKind: JsonValueKind.Object } one ? kind => (one.Member(names[kind].Column) ?? one.First(paths[kind]))?.Text() : null,
                    start,
                    line);
            }

            return Done([]);
        }

        private static JsonDocument? Parse(ReadOnlyMemory<byte> text)
        {
            try
            {
                return Utf8.IsValid(text.Span) ? JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 }) : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        private void Take(Func<int, string?>? nameOf, int start, int line)
        {
            if (nameOf?.Invoke(0) is not { Length: > 0 } id || !ids.Add(id))
            {
                bad++;
                if (badLines.Count < LinesSaid)
                {
                    badLines.Add(line);
                }

                return;
            }

            starts.Add(start);
            for (var kind = 0; kind < names.Length; kind++)
            {
                names[kind].Hashes.Add(nameOf(kind) is { Length: > 0 } value
                    ? NameTable.Hash(FilePeople.Key(new Identifier(names[kind].Kind, value)))
                    : 0);
            }
        }

        private FileLoad Done(IReadOnlyList<string> columns) => new(
            new FilePeople(file, lookups, columns, data, [.. starts], names.ToDictionary(name => name.Kind, name => new NameTable([.. name.Hashes]))),
            null,
            bad,
            badLines);
    }
}
