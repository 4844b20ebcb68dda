using System.Collections.Immutable;

namespace Renderer.Templates.Escaping;

/// <summary>A point of a walk: what HTML is, and which outputs what follows may yet tell something of.</summary>
/// <param name="Html">The state of HTML.</param>
/// <param name="Recent">Outputs that no literal text has followed yet.</param>
/// <param name="Starts">Outputs that began the address that is open.</param>
/// <param name="Hosts">Outputs that began its host.</param>
internal readonly record struct WalkPoint(HtmlState Html, ImmutableHashSet<int> Recent, ImmutableHashSet<int> Starts, ImmutableHashSet<int> Hosts)
{
    /// <summary>Nothing is written yet.</summary>
    /// <param name="html">The state of HTML.</param>
    public static WalkPoint At(HtmlState html) => new(html, [], [], []);

    /// <summary>One point that both are; null where what follows would be read differently.</summary>
    public static WalkPoint? Join(WalkPoint a, WalkPoint b) => HtmlJoin.Of(a.Html, b.Html) is { } html
        ? new WalkPoint(html, a.Recent.Union(b.Recent), a.Starts.Union(b.Starts), a.Hosts.Union(b.Hosts))
        : null;

    /// <summary>Whether a join with this one gave nothing new.</summary>
    /// <param name="joined">What it gave.</param>
    public bool Covers(WalkPoint joined) => Html == joined.Html && Recent.Count == joined.Recent.Count && Starts.Count == joined.Starts.Count && Hosts.Count == joined.Hosts.Count;
}
