using Renderer.Model;
using Renderer.Server.Problems;

namespace Renderer.Server.Access;

/// <summary>Who calls, once proven.</summary>
/// <param name="Workspace">The workspace that the key implies.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Templates">The templates that the key names; empty for all.</param>
/// <param name="Label">What the audit calls the caller: the key's label or id, never the key.</param>
internal sealed record Caller(WorkspaceName Workspace, Role Roles, IReadOnlyCollection<string> Templates, string Label)
{
    /// <summary>Whether any of these roles is held.</summary>
    public bool May(Role any) => (Roles & any) != Role.None;

    /// <summary>Whether the key names this template, or none in particular.</summary>
    public bool MayRender(string template) => Templates.Count == 0 || Templates.Contains(template);

    /// <summary>The refusal for a template that the key does not name.</summary>
    public static Problem NotThisTemplate() =>
        new(ProblemCode.Forbidden, "This key names other templates. Make one with --template for this one, or use a key that names none.");
}

/// <summary>Where a proven caller stands on the request.</summary>
internal static class CallerExtensions
{
    private static readonly object Key = new();

    /// <summary>The caller; Access has put it there before any endpoint that needs one.</summary>
    public static Caller Caller(this HttpContext http) =>
        http.Items[Key] as Caller ?? throw new InvalidOperationException("The endpoint names no role, so nobody was proven.");

    public static void SetCaller(this HttpContext http, Caller caller) => http.Items[Key] = caller;
}
