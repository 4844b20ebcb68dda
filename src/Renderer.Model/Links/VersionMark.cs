using System.Globalization;

namespace Renderer.Model;

/// <summary>
/// The first 48 bits of a template's version, which is itself a hash: among the 1,000 versions of one template two share them with a chance of 1 in 10^8.
/// </summary>
/// <param name="Bits">The 48 bits; 0 for no version.</param>
public readonly record struct VersionMark(ulong Bits)
{
    /// <summary>The bytes of a mark in a link.</summary>
    public const int Bytes = 6;

    private const int Digits = 2 * Bytes;

    /// <summary>The mark of a version in full: at least 12 hex digits.</summary>
    public static VersionMark Of(string version) =>
        new(ulong.Parse(version.AsSpan(0, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    /// <summary>Whether this is the version meant.</summary>
    public bool Is(string version) => version.AsSpan().StartsWith(ToString(), StringComparison.Ordinal);

    /// <summary>The digits with which the version begins.</summary>
    public override string ToString() => Bits.ToString("x12", CultureInfo.InvariantCulture);
}
