using System.Text.Json;

namespace Renderer.Ledger;

/// <summary>This node's own copies of what it needs to start without the database. A copy that cannot be written or read is no copy.</summary>
internal sealed class CopyFolder(string? path)
{
    /// <summary>The place of a file; null where nothing is copied.</summary>
    public string? PlaceOf(string name) => path is null ? null : Path.Combine(path, name);

    public T? Read<T>(string name)
        where T : class
    {
        try
        {
            return ReadBytes(name) is { } bytes ? JsonSerializer.Deserialize<T>(bytes) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write<T>(string name, T value) => WriteBytes(name, JsonSerializer.SerializeToUtf8Bytes(value));

    public byte[]? ReadBytes(string name)
    {
        try
        {
            return PlaceOf(name) is { } place && File.Exists(place) ? File.ReadAllBytes(place) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All of it or nothing, also when the node dies meanwhile.</summary>
    public void WriteBytes(string name, byte[] bytes)
    {
        if (PlaceOf(name) is not { } place)
        {
            return;
        }

        var half = $"{place}.{Environment.ProcessId}.half";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.WriteAllBytes(half, bytes);
            File.Move(half, place, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The database has it; the copy is for a start without it. A disk that is full has no room for half a one.
            Delete(half);
        }
    }

    private static void Delete(string half)
    {
        try
        {
            File.Delete(half);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is overwritten by the next.
        }
    }

    /// <summary>Deletes the files of a folder that are not to be kept.</summary>
    public void Prune(string folder, Func<string, bool> keep)
    {
        try
        {
            if (PlaceOf(folder) is { } place && Directory.Exists(place))
            {
                foreach (var file in Directory.EnumerateFiles(place).Where(file => !keep(Path.GetFileName(file))))
                {
                    File.Delete(file);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // As above: at worst it stays.
        }
    }
}
