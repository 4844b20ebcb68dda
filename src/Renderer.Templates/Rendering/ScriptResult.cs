using Renderer.Model;

namespace Renderer.Templates.Rendering;

/// <summary>What became of a script: its text, a skip, or why it failed.</summary>
internal readonly record struct ScriptResult(string Text, string? SkipReason, Reason Reason, Diagnostic? Fault)
{
    public const string True = "true";

    public bool Failed => Reason != Reason.None;

    public bool Holds => Text == True;

    public static ScriptResult Of(string text) => new(text, null, Reason.None, null);

    public static ScriptResult Skip(string reason) => new("", reason, Reason.None, null);

    public static ScriptResult Fail(Reason reason, Diagnostic fault) => new("", null, reason, fault);
}
