using Renderer.Model;

namespace Renderer.Profiles.Dictionary;

/// <summary>What a template reads of people.</summary>
/// <param name="Template">Its name.</param>
/// <param name="Reads">The attributes.</param>
public sealed record TemplateReads(string Template, ReadSet Reads);
