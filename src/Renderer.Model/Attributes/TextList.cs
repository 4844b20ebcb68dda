using System.Collections;

namespace Renderer.Model;

/// <summary>A list of texts that equals another one of the same texts, so that records that have one compare by value.</summary>
public sealed class TextList(IEnumerable<string> texts) : IReadOnlyList<string>, IEquatable<TextList>
{
    private readonly string[] items = [.. texts];

    /// <summary>No text.</summary>
    public static readonly TextList Empty = new([]);

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public string this[int index] => items[index];

    /// <inheritdoc/>
    public bool Equals(TextList? other) => other is not null && items.AsSpan().SequenceEqual(other.items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextList);

    /// <inheritdoc/>
    public override int GetHashCode() => items.Length == 0 ? 0 : HashCode.Combine(items.Length, items[0], items[^1]);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)items).GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join('\u001f', items);

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}
