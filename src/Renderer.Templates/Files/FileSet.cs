using System.Text;
using System.Text.Unicode;
using Renderer.Model;
using Renderer.Templates.Checks;

namespace Renderer.Templates.Files;

/// <summary>The files of a workspace as read at one moment: path relative to its folder, '/' between names, to bytes.</summary>
internal sealed class FileSet
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly SortedDictionary<string, FileRead> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Diagnostic> faults = new(StringComparer.Ordinal);

    public FileSet()
    {
    }

    public FileSet(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        foreach (var (path, bytes) in files)
        {
            Add(path, new FileRead(bytes, null));
        }
    }

    /// <summary>All paths, in ordinal order.</summary>
    public IEnumerable<string> Paths => files.Keys;

    /// <summary>Files that are there but could not be read.</summary>
    public IReadOnlyDictionary<string, Diagnostic> Faults => faults;

    public ReadOnlyMemory<byte> this[string path] => files[path].Bytes;

    public void Add(string path, FileRead file) => files[path] = file;

    /// <summary>A file as it was read; null when it is absent.</summary>
    public FileRead? Find(string path) => files.GetValueOrDefault(path);

    /// <summary>Those in some folders ("" for the workspace's own) and below them, faults included.</summary>
    public IReadOnlyDictionary<string, FileSet> ByFolder()
    {
        var folders = new Dictionary<string, FileSet>(StringComparer.Ordinal);
        foreach (var (path, file) in files)
        {
            Of(path).Add(path, file);
        }

        foreach (var (path, fault) in faults)
        {
            Of(path).faults[path] = fault;
        }

        return folders;

        FileSet Of(string path)
        {
            var end = path.IndexOf('/');
            var folder = end < 0 ? "" : path[..end];
            return folders.TryGetValue(folder, out var known) ? known : folders[folder] = new FileSet();
        }
    }

    /// <summary>These and those together.</summary>
    public FileSet With(FileSet? more)
    {
        var all = new FileSet();
        foreach (var set in new[] { this, more }.OfType<FileSet>())
        {
            foreach (var (path, file) in set.files)
            {
                all.files[path] = file;
            }

            foreach (var (path, fault) in set.faults)
            {
                all.faults[path] = fault;
            }
        }

        return all;
    }

    /// <summary>A hash of all that is here and that was asked for.</summary>
    public string Digest(string purpose, Func<string, bool>? isOne = null) => Files.Digest.Of(
        purpose,
        files.Where(f => isOne?.Invoke(f.Key) ?? true).Select(f => KeyValuePair.Create(f.Key, f.Value.Hash))
            .Concat(faults.Keys.Where(f => isOne?.Invoke(f) ?? true).Select(f => KeyValuePair.Create(f, ReadOnlyMemory<byte>.Empty))));

    public void Add(string path, string code, string message) =>
        faults[path] = new Place(path).Say(Severity.Error, code, message);

    public bool Has(string path) => files.ContainsKey(path);

    /// <summary>The files directly in a folder ("" for the workspace's own), by their names.</summary>
    public IEnumerable<string> NamesIn(string folder)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        return files.Keys
            .Where(p => p.StartsWith(prefix, StringComparison.Ordinal) && p.IndexOf('/', prefix.Length) < 0)
            .Select(p => p[prefix.Length..]);
    }

    /// <summary>A file's text; null when it is absent, or unreadable, which is then a finding.</summary>
    public string? Text(string path, Findings findings)
    {
        if (faults.TryGetValue(path, out var fault))
        {
            findings.Add(fault);
            return null;
        }

        if (!files.TryGetValue(path, out var file))
        {
            return null;
        }

        var span = file.Bytes.Span;
        span = span.StartsWith(Encoding.UTF8.Preamble) ? span[Encoding.UTF8.Preamble.Length..] : span;
        if (Utf8.IsValid(span))
        {
            return Strict.GetString(span);
        }

        findings.Error("not_utf8", "This byte is not UTF-8; save the file as UTF-8.", FirstBadByte(path, span));
        return null;
    }

    private static Place FirstBadByte(string path, ReadOnlySpan<byte> span)
    {
        int line = 1, column = 1;
        while (!span.IsEmpty && Rune.DecodeFromUtf8(span, out var rune, out var used) == System.Buffers.OperationStatus.Done)
        {
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + rune.Utf16SequenceLength);
            span = span[used..];
        }

        return new Place(path, null, line, column);
    }
}
