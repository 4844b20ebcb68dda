namespace Renderer.Model;

/// <summary>Values by the author's own names, in the file's order; equal when names, order and values are.</summary>
/// <typeparam name="T">The values.</typeparam>
public sealed class Named<T> : IEquatable<Named<T>>
    where T : notnull
{
    /// <summary>No values.</summary>
    public static readonly Named<T> None = new([]);

    private readonly KeyValuePair<string, T>[] entries;

    /// <summary>Keeps a copy.</summary>
    public Named(IEnumerable<KeyValuePair<string, T>> entries) => this.entries = [.. entries];

    /// <summary>Names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, T>> Entries => entries;

    /// <summary>How many there are.</summary>
    public int Count => entries.Length;

    /// <summary>The names.</summary>
    public IEnumerable<string> Names => entries.Select(entry => entry.Key);

    /// <summary>The values.</summary>
    public IEnumerable<T> Values => entries.Select(entry => entry.Value);

    /// <summary>The value of a name, compared as it stands; the default value when there is none.</summary>
    public T? Find(string name) => entries.FirstOrDefault(entry => entry.Key == name).Value;

    /// <inheritdoc/>
    public bool Equals(Named<T>? other) => other is not null && entries.AsSpan().SequenceEqual(other.entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Named<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => entries.Aggregate(entries.Length, (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));
}
