using System.Text;
using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Plans;

namespace Renderer.Templates.Rendering;

/// <summary>What became of a script: what it wrote, a skip, or why it failed.</summary>
/// <param name="Utf8">What it wrote.</param>
/// <param name="SkipReason">Why the message must not be sent; null when it may be.</param>
/// <param name="Reason">Why it failed; none when it did not.</param>
/// <param name="Fault">Where and how it failed.</param>
internal readonly record struct ScriptResult(ReadOnlyMemory<byte> Utf8, string? SkipReason, Reason Reason, Diagnostic? Fault)
{
    public static readonly ScriptResult True = new("true"u8.ToArray(), null, Reason.None, null);

    public static readonly ScriptResult Empty;

    public bool Failed => Reason != Reason.None;

    /// <summary>What it wrote, as text of .NET.</summary>
    public string Text => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>For a rule: the answer is yes.</summary>
    public bool Holds => !Utf8.IsEmpty;

    public static ScriptResult Of(ReadOnlyMemory<byte> utf8) => new(utf8, null, Reason.None, null);

    public static ScriptResult Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static ScriptResult Skip(string reason) => new(default, reason, Reason.None, null);

    public static ScriptResult Fail(Reason reason, Diagnostic fault) => new(default, null, reason, fault);

    /// <summary>What a plan could not do.</summary>
    public static ScriptResult Fail(PlanFault fault, SourceText source) => Fail(fault.Reason, fault.Message, source.At(fault.At));

    public static ScriptResult Fail(Reason reason, string message, Place at) =>
        Fail(reason, at.Say(Severity.Error, reason == Reason.Limit ? "limit" : "render_error", message));
}
