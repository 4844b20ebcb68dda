namespace Renderer.Templates.Rendering;

/// <summary>What of one mail was written again from what other messages made, instead of being rendered.</summary>
internal sealed class Savings
{
    /// <summary>Whole blocks.</summary>
    public int Blocks { get; set; }

    /// <summary>Bytes of UTF-8, those of blocks counted.</summary>
    public int Bytes { get; set; }
}
