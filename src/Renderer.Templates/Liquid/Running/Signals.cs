using Renderer.Templates.Rendering;

namespace Renderer.Templates.Liquid.Running;

/// <summary>What Shopify would print as "Liquid error: …": a reader must not see it, so the block fails. Its message bears no value.</summary>
internal sealed class LiquidError(int at, string message) : Exception(message)
{
    public int At => at;
}

/// <summary>A limit is reached.</summary>
internal sealed class LimitError(int at, string message) : Exception(message)
{
    public int At => at;
}

/// <summary>A template, or a block that must not be missing, said that this message must not be sent.</summary>
internal sealed class SkipSignal(string why) : Exception("skip")
{
    public string Why => why;
}

/// <summary>A segment's rule could not be asked.</summary>
internal sealed class SegmentError(int at, string segment, ScriptResult result) : Exception($"The rule of segment '{segment}' failed: {result.Fault?.Message}")
{
    public int At => at;

    public ScriptResult Result => result;
}
