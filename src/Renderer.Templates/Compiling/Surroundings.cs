using Renderer.Model;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Compiling;

/// <summary>What a template finds in its workspace.</summary>
internal sealed record Surroundings
{
    public static readonly Surroundings None = new();

    public WorkspaceSettings Settings { get; init; } = WorkspaceSettings.Bare;

    public IReadOnlyDictionary<string, SourceText> Segments { get; init; } = new Dictionary<string, SourceText>();

    /// <summary>The files of <c>_blocks</c>, by block name.</summary>
    public IReadOnlyDictionary<string, SourceText> Blocks { get; init; } = new Dictionary<string, SourceText>();

    /// <summary>What time static parts and samples are rendered at.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What one message makes is kept for the others where they get the same; false only where that is measured.</summary>
    public bool Keeps { get; init; } = true;

    /// <summary>It was published: what was good then is served, and not judged again.</summary>
    public bool IsPublished { get; init; }

    /// <summary>The attributes that connections declare.</summary>
    public IEnumerable<string> Attributes => Settings.Connections.SelectMany(c => c.Attributes.Keys);
}
