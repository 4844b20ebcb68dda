namespace Renderer.Templates;

/// <summary>Every file that makes one version of a template: what a publish stores, and what <see cref="TemplateFolder.Open"/> compiles again.</summary>
/// <param name="Name">The template's name.</param>
/// <param name="Version">Lowercase hex, 24 characters: a hash over name and files.</param>
/// <param name="Files">Path, relative to the workspace's folder, to bytes. Bears no secret.</param>
public sealed record TemplateBundle(string Name, string Version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files);
