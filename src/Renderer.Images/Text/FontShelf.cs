using System.Runtime.InteropServices;

namespace Renderer.Images.Text;

/// <summary>The fonts of the house, read from the assembly where they lie, and those that an operator adds.</summary>
internal sealed class FontShelf
{
    /// <summary>Fonts for what the asked ones lack, in this order.</summary>
    private static readonly string[] Others =
    [
        "NotoSansArabic", "NotoSansHebrew", "NotoSansDevanagari", "NotoSansThai", "NotoSansBengali", "NotoSansTamil", "NotoSansGeorgian", "NotoSansArmenian",
        "NotoSansCJK", "NotoSansSymbols", "NotoSansSymbols2",
    ];

    private static readonly Lazy<Font> Emoji = Lazily("NotoColorEmoji.ttf");
    private static readonly Lazy<Font>[] Sans = [Lazily("NotoSans-Regular.ttf"), Lazily("NotoSans-Bold.ttf"), Lazily("NotoSans-Italic.ttf")];
    private static readonly Lazy<Font>[] Serif = [Lazily("NotoSerif-Regular.ttf"), Lazily("NotoSerif-Bold.ttf")];
    private static readonly (Lazy<Font> Regular, Lazy<Font> Bold)[] Fallbacks = [.. Others.Select(Pair)];

    private readonly List<Font> added = [];

    public FontShelf(IReadOnlyList<ReadOnlyMemory<byte>> fonts)
    {
        foreach (var font in fonts)
        {
            added.Add(Pinned(font));
        }
    }

    /// <summary>The families' own names, for who asks what there is.</summary>
    public IEnumerable<string> Families => added.Select(font => font.Family).Append("Noto Sans").Append("Noto Serif").Distinct();

    /// <summary>The font that a style asks for; ours where it asks for none that is here.</summary>
    /// <param name="families">Names, best first.</param>
    /// <param name="bold">Whether bold is wanted.</param>
    /// <param name="italic">Whether italic is wanted.</param>
    /// <param name="known">Whether one of the names is here.</param>
    public Font Find(IReadOnlyList<string> families, bool bold, bool italic, out bool known)
    {
        known = true;
        foreach (var family in families)
        {
            if (Best(family, bold, italic) is { } font)
            {
                return font;
            }

            switch (family.ToLowerInvariant())
            {
                case "serif" or "noto serif" or "georgia" or "times new roman" or "times":
                    return Serif[bold ? 1 : 0].Value;
                case "sans-serif" or "noto sans" or "system-ui" or "arial" or "helvetica" or "verdana" or "segoe ui" or "roboto" or "monospace":
                    return Ours(bold, italic);
            }
        }

        known = families.Count == 0;
        return Ours(bold, italic);
    }

    /// <summary>The first font that has a code point; null where none has.</summary>
    /// <param name="codePoint">What is to be drawn.</param>
    /// <param name="bold">Whether bold is wanted.</param>
    /// <param name="picture">Whether it is to be a coloured picture rather than a letter, where it can be both.</param>
    public Font? Other(int codePoint, bool bold, bool picture)
    {
        if (picture && Emoji.Value.Has(codePoint))
        {
            return Emoji.Value;
        }

        if (Ours(bold, italic: false) is var ours && ours.Has(codePoint))
        {
            return ours;
        }

        foreach (var (regular, heavy) in Fallbacks)
        {
            var font = bold ? heavy.Value : regular.Value;
            if (font.Has(codePoint))
            {
                return font;
            }
        }

        foreach (var font in added)
        {
            if (font.Has(codePoint))
            {
                return font;
            }
        }

        return Emoji.Value.Has(codePoint) ? Emoji.Value : null;
    }

    private static Font Ours(bool bold, bool italic) => Sans[bold ? 1 : italic ? 2 : 0].Value;

    private Font? Best(string family, bool bold, bool italic)
    {
        Font? best = null;
        var points = -1;
        foreach (var font in added)
        {
            var score = (font.Bold == bold ? 2 : 0) + (font.Italic == italic ? 1 : 0);
            if (score > points && font.Family.Equals(family, StringComparison.OrdinalIgnoreCase))
            {
                (best, points) = (font, score);
            }
        }

        return best;
    }

    private static (Lazy<Font> Regular, Lazy<Font> Bold) Pair(string name)
    {
        var (extension, bold) = name == "NotoSansCJK" ? ("otf", false) : ("ttf", !name.StartsWith("NotoSansSymbols", StringComparison.Ordinal));
        var regular = Lazily($"{name}-Regular.{extension}");
        return (regular, bold ? Lazily($"{name}-Bold.{extension}") : regular);
    }

    // A resource lies in the mapped assembly: nothing is copied, and pages that no text needs are never read.
    private static unsafe Lazy<Font> Lazily(string file) => new(() =>
    {
        var stream = (UnmanagedMemoryStream)typeof(FontShelf).Assembly.GetManifestResourceStream("fonts/" + file)!;
        return new Font(stream.PositionPointer, (int)stream.Length);
    });

    private static unsafe Font Pinned(ReadOnlyMemory<byte> font)
    {
        // Never freed: a font stays as long as the process.
        var bytes = (byte*)NativeMemory.Alloc((nuint)font.Length);
        font.Span.CopyTo(new Span<byte>(bytes, font.Length));
        return new Font(bytes, font.Length);
    }
}
