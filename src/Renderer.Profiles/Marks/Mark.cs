namespace Renderer.Profiles.Marks;

/// <summary>What is to be marked under one opaque name.</summary>
/// <param name="Name">An opaque name of a person, or <see cref="Everybody"/>.</param>
/// <param name="Fields">From <see cref="MarkField"/>, or attribute tags.</param>
internal readonly record struct Mark(string Name, IReadOnlyList<string> Fields)
{
    /// <summary>The name of the whole workspace.</summary>
    public const string Everybody = "-";
}
