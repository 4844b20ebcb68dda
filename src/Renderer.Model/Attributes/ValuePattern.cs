using System.Text.RegularExpressions;

namespace Renderer.Model;

/// <summary>A regular expression that a whole text must match, in time that grows with the text alone.</summary>
public sealed class ValuePattern : IEquatable<ValuePattern>
{
    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(100);
    private readonly Regex whole;

    private ValuePattern(string text, Regex whole) => (Text, this.whole) = (text, whole);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern; false, and why, when it is none, or needs backtracking.</summary>
    public static bool TryParse(string text, out ValuePattern? pattern, out string? fault)
    {
        (pattern, fault) = (null, null);
        try
        {
            // By itself first: "a)(b" is a pattern only within the brackets.
            _ = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Within);
            pattern = new(text, new Regex($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Within));
            return true;
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            fault = refused.Message;
            return false;
        }
    }

    /// <summary>Whether the whole text matches; one that takes too long does not.</summary>
    public bool Matches(string text)
    {
        try
        {
            return whole.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool Equals(ValuePattern? other) => other?.Text == Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValuePattern);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
