using Renderer.Templates.Rendering;
using Scriban.Parsing;
using Scriban.Syntax;

namespace Renderer.Templates.Scriban;

/// <summary>A template, or a block that must not be missing, said that this message must not be sent.</summary>
internal sealed class SkipSignal(SourceSpan span, string why) : ScriptRuntimeException(span, "skip")
{
    public string Why => why;
}

/// <summary>The time for this evaluation is over.</summary>
internal sealed class LateSignal(SourceSpan span) : ScriptRuntimeException(span, "The time limit is reached.");

/// <summary>A segment's rule could not be asked.</summary>
internal sealed class SegmentSignal(SourceSpan span, string segment, ScriptResult result)
    : ScriptRuntimeException(span, $"The rule of segment '{segment}' failed: {result.Fault?.Message}")
{
    public ScriptResult Result => result;
}
