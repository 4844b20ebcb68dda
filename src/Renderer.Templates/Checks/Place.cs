using Renderer.Model;

namespace Renderer.Templates.Checks;

/// <summary>Where something stands.</summary>
/// <param name="File">Relative to the workspace's folder; null for a draft.</param>
/// <param name="Part">The part, or the block's name; null outside of both.</param>
/// <param name="Line">1-based; 0 for a whole file.</param>
/// <param name="Column">1-based; 0 likewise.</param>
internal readonly record struct Place(string? File, string? Part = null, int Line = 0, int Column = 0)
{
    public Diagnostic Say(Severity severity, string code, string message) => new(severity, code, message, Part, File, Line, Column);
}
