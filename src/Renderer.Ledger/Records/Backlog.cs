using System.Globalization;
using Microsoft.Extensions.Logging;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Packs on disk that the ledger could not take: a sealed file for each, within a bound, oldest first; they outlive a restart.</summary>
internal sealed partial class Backlog
{
    private const string Purpose = "backlog";
    private const string Ending = ".pack";
    private const string Half = ".half";

    /// <summary>How often the folder is looked through while nothing is known to wait there.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly string? folder;
    private readonly long mostBytes;
    private readonly ISealing sealing;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, long> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> later = new(StringComparer.Ordinal);
    private DateTimeOffset nextLook;
    private bool warned;

    public Backlog(string? folder, long mostBytes, ISealing sealing, TimeProvider clock, ILogger logger)
    {
        (this.folder, this.mostBytes, this.sealing, this.clock, this.logger) = (folder, mostBytes, sealing, clock, logger);
        DropHalves();
        Look();
    }

    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return files.Values.Sum() + later.Values.Sum();
            }
        }
    }

    public int Count
    {
        get
        {
            lock (gate)
            {
                return files.Count + later.Count;
            }
        }
    }

    /// <summary>Puts a pack on the disk; false when there is no folder, no room, or a disk that fails.</summary>
    public bool Add(Pack pack)
    {
        if (folder is null)
        {
            return false;
        }

        // Which is older is told by the name.
        var name = string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcTicks:d20}-{pack.Id:n}{Ending}");
        var half = Path.Combine(folder, name + Half);
        try
        {
            var bytes = sealing.Seal(Purpose, PackFormat.Write(pack));
            if (Bytes + bytes.Length > mostBytes)
            {
                Warn(null);
                return false;
            }

            Directory.CreateDirectory(folder);
            File.WriteAllBytes(half, bytes);
            File.Move(half, Path.Combine(folder, name));
            lock (gate)
            {
                files[name] = bytes.Length;
                warned = false;
            }

            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A disk that is full has no room for halves either.
            Delete(half);
            Warn(fault);
            return false;
        }
    }

    /// <summary>
    /// The oldest pack and its file; nothing when there is none. A file that does not open is put aside: its keys are gone, or somebody changed it.
    /// One that cannot be read now is tried again after the others.
    /// </summary>
    public (string File, Pack Pack)? Oldest()
    {
        if (First() is null && clock.GetUtcNow() >= nextLook)
        {
            Look();
        }

        while (First() is { } name)
        {
            try
            {
                if (sealing.Open(Purpose, File.ReadAllBytes(Path.Combine(folder!, name))) is { } bytes && PackFormat.Read(bytes) is { } pack)
                {
                    return (name, pack);
                }

                Log.Unreadable(logger, name);
                File.Move(Path.Combine(folder!, name), Path.Combine(folder!, name + ".unreadable"), overwrite: true);
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                // Somebody took it away.
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Warn(fault);
                PutOff(name);
            }

            Forget(name);
        }

        return null;
    }

    /// <summary>It is in the ledger.</summary>
    public void Remove(string name)
    {
        // One that stays is written again, and known by its id.
        Delete(Path.Combine(folder!, name));
        Forget(name);
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Warn(fault);
        }
    }

    private string? First()
    {
        lock (gate)
        {
            return files.Count == 0 ? null : files.First().Key;
        }
    }

    private void Forget(string name)
    {
        lock (gate)
        {
            files.Remove(name);
        }
    }

    private void PutOff(string name)
    {
        lock (gate)
        {
            later[name] = files[name];
        }
    }

    /// <summary>A process that ended while it wrote leaves half a file.</summary>
    private void DropHalves()
    {
        try
        {
            if (folder is not null && Directory.Exists(folder))
            {
                foreach (var half in Directory.GetFiles(folder, "*" + Half))
                {
                    File.Delete(half);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Warn(fault);
        }
    }

    /// <summary>Takes the folder as it is: what was put off is tried again.</summary>
    private void Look()
    {
        nextLook = clock.GetUtcNow() + LookEvery;
        try
        {
            var found = folder is not null && Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles("*" + Ending) : [];
            lock (gate)
            {
                later.Clear();
                foreach (var file in found)
                {
                    files[file.Name] = file.Length;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Warn(fault);
        }
    }

    private void Warn(Exception? fault)
    {
        if (!warned)
        {
            Log.Full(logger, fault);
        }

        warned = true;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The backlog of records cannot be kept on disk: it is full, or the disk fails. Records wait in memory, and are dropped beyond its bound. Bring the ledger back.")]
        public static partial void Full(ILogger logger, Exception? fault);

        [LoggerMessage(Level = LogLevel.Error, Message = "The backlog's file {File} does not open with the keys there are; it was put aside.")]
        public static partial void Unreadable(ILogger logger, string file);
    }
}
