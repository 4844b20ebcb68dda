using Renderer.Images.Drawing;
using Renderer.Images.Writing;

namespace Renderer.Images.Keeping;

/// <summary>Keeps how the scenes of a version begin, drawn. What they share is learned from the scenes themselves: it is a scene's own text that says whether a part fits.</summary>
internal sealed class KeepingShelf(long mostBytes)
{
    /// <summary>Variants of one version that are kept beside each other.</summary>
    private const int PartsOfVersion = 4;

    private const int MostVersions = 1_000;

    private readonly Lock gate = new();
    private readonly PlateQueue plates = new();
    private readonly Dictionary<(string, (int, int, int, bool)), Versions> versions = [];
    private long bytes;
    private long uses;

    /// <summary>The longest part that a scene begins with; null where there is none.</summary>
    public KeptPart? Find(SceneOrder order)
    {
        if (order.Version is not { } version)
        {
            return null;
        }

        KeptPart[] parts;
        lock (gate)
        {
            parts = versions.TryGetValue((version, Shape(order)), out var known) ? [.. known.Parts] : [];
        }

        KeptPart? best = null;
        foreach (var part in parts)
        {
            if ((best is null || part.Begins.Length > best.Begins.Length) && part.Fits(order, Shape(order)))
            {
                best = part;
            }
        }

        if (best is not null)
        {
            best.Used = Interlocked.Increment(ref uses);
        }

        return best;
    }

    /// <summary>How many characters a scene shares with one of its version before it; the scene is remembered for the next.</summary>
    public int Shared(SceneOrder order)
    {
        if (order.Version is not { } version)
        {
            return 0;
        }

        lock (gate)
        {
            if (!versions.TryGetValue((version, Shape(order)), out var known))
            {
                if (versions.Count >= MostVersions)
                {
                    DropOldest();
                }

                versions[(version, Shape(order))] = known = new Versions();
            }

            known.Used = ++uses;
            var most = known.Last.Count == 0 ? 0 : known.Last.Max(text => text.AsSpan().CommonPrefixLength(order.Scene));
            if (known.Last.Count == PartsOfVersion)
            {
                bytes -= 2L * known.Last.Dequeue().Length;
            }

            known.Last.Enqueue(order.Scene);
            bytes += 2L * order.Scene.Length;
            Trim();
            return most;
        }
    }

    public void Add(SceneOrder order, KeptPart part)
    {
        lock (gate)
        {
            if (!versions.TryGetValue((order.Version!, Shape(order)), out var known) || part.Bytes > mostBytes || known.Parts.Exists(other => other.Begins == part.Begins))
            {
                return;
            }

            if (known.Parts.Count == PartsOfVersion)
            {
                var oldest = known.Parts.MinBy(one => one.Used)!;
                known.Parts.Remove(oldest);
                bytes -= oldest.Bytes;
            }

            part.Used = ++uses;
            known.Parts.Add(part);
            bytes += part.Bytes;
            Trim();
        }
    }

    /// <summary>A part's plate for PNG; null until it is made, which takes longer than a picture may and is done beside.</summary>
    /// <param name="part">Of the shelf.</param>
    /// <param name="level">By which changing rows are compressed.</param>
    public PngPlate? Png(KeptPart part, int level) =>
        part.Png.Made ?? Plate(part, part.Png, frame => new PngPlate(frame, frame.IsOpaque, level, part.Pixels), plate => plate.Bytes);

    /// <summary>A part's plate for JPEG; null until it is made.</summary>
    /// <param name="part">Of the shelf.</param>
    /// <param name="quality">1 to 100.</param>
    public JpegPlate? Jpeg(KeptPart part, int quality) =>
        part.Jpeg.Made ?? Plate(part, part.Jpeg, frame => new JpegPlate(frame, JpegWriter.Tables(quality), part.Pixels), plate => plate.Bytes);

    /// <summary>What is kept now, in bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return bytes;
            }
        }
    }

    public static (int Width, int Height, int Scale, bool Dark) Shape(SceneOrder order) => (order.Width, order.Height, order.Scale, order.Dark);

    private T? Plate<T>(KeptPart part, KeptPlate<T> plate, Func<Frame, T> make, Func<T, long> size)
        where T : class
    {
        if (part.IsWorthAPlate && plate.Ask() && !plates.TryAdd(() => Make(part, plate, make, size)))
        {
            plate.AskAgain();
        }

        return plate.Made;
    }

    private void Make<T>(KeptPart part, KeptPlate<T> plate, Func<Frame, T> make, Func<T, long> size)
        where T : class
    {
        if (!Holds(part))
        {
            return;
        }

        using var frame = new Frame(part.Width, part.Height);
        part.Pixels.CopyTo(frame.Pixels);
        var made = make(frame);
        lock (gate)
        {
            if (Holds(part) && part.Bytes + size(made) <= mostBytes)
            {
                plate.Made = made;
                part.PlateBytes += size(made);
                bytes += size(made);
                Trim();
            }
        }
    }

    private bool Holds(KeptPart part)
    {
        lock (gate)
        {
            return versions.Values.Any(version => version.Parts.Contains(part));
        }
    }

    private void Trim()
    {
        while (bytes > mostBytes && versions.Count > 0)
        {
            DropOldest();
        }
    }

    private void DropOldest()
    {
        var (key, oldest) = versions.MinBy(pair => pair.Value.LastUse);
        versions.Remove(key);
        bytes -= oldest.Bytes;
    }

    private sealed class Versions
    {
        public List<KeptPart> Parts { get; } = [];

        public Queue<string> Last { get; } = [];

        public long Used { get; set; }

        public long LastUse => Parts.Count == 0 ? Used : Math.Max(Used, Parts.Max(part => part.Used));

        public long Bytes => Parts.Sum(part => part.Bytes) + Last.Sum(text => 2L * text.Length);
    }
}
