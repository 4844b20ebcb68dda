using System.Collections.Concurrent;
using System.Globalization;

namespace Renderer.Templates.Plans;

/// <summary>What a mail's plans keep of one message for the others: a page for each locale. It goes when the template's version goes.</summary>
internal sealed class KeptTexts
{
    // Beyond so many locales, and so many bytes of a template, each message renders for itself.
    private const int MostPages = 64;
    private const int MostBytes = 1 << 20;
    private readonly ConcurrentDictionary<CultureInfo, KeptPage> pages = new();
    private int bytes;

    /// <summary>How many texts a page has; grows while plans are made.</summary>
    public int Places { get; private set; }

    /// <summary>Takes places on each page.</summary>
    /// <returns>The first of them.</returns>
    public int Take(int count)
    {
        Places += count;
        return Places - count;
    }

    /// <summary>The page of a locale; null where there are too many.</summary>
    public KeptPage? PageOf(CultureInfo culture) =>
        pages.TryGetValue(culture, out var page) ? page
        : Places > 0 && pages.Count < MostPages ? pages.GetOrAdd(culture, static (_, texts) => new KeptPage(texts), this)
        : null;

    /// <summary>Whether so many bytes more may be kept; they are then counted.</summary>
    internal bool Has(int more)
    {
        if (Interlocked.Add(ref bytes, more) <= MostBytes)
        {
            return true;
        }

        Interlocked.Add(ref bytes, -more);
        return false;
    }
}

/// <summary>The kept texts of one locale.</summary>
/// <param name="all">Of all locales.</param>
internal sealed class KeptPage(KeptTexts all)
{
    private readonly byte[]?[] texts = new byte[]?[all.Places];

    public byte[]? At(int place) => Volatile.Read(ref texts[place]);

    public void Keep(int place, byte[] text)
    {
        // Whoever comes second made the same.
        if (At(place) is null && all.Has(text.Length))
        {
            Volatile.Write(ref texts[place], text);
        }
    }
}
