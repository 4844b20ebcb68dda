namespace Renderer.Sandbox.Esp.Merging;

/// <summary>What one step of a template does.</summary>
internal enum MergeOperation
{
    /// <summary>Writes text as it is.</summary>
    Text,

    /// <summary>Writes a value, escaped where the part is HTML.</summary>
    Value,

    /// <summary>Writes a value as it is.</summary>
    Raw,

    /// <summary>Goes on elsewhere where the condition does not hold.</summary>
    Unless,

    /// <summary>Goes on elsewhere.</summary>
    Jump,

    /// <summary>Begins a block for each item of a value; elsewhere where there is none.</summary>
    Loop,

    /// <summary>Ends a round of a block: back to its beginning where an item is left.</summary>
    Next,
}

/// <summary>One step.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Text">The text to write.</param>
/// <param name="Condition">The value, or what has to hold.</param>
/// <param name="Target">Where to go on.</param>
internal sealed record MergeStep(MergeOperation Operation, string Text = "", MergeCondition? Condition = null, int Target = -1)
{
    public int Target { get; set; } = Target;
}

/// <summary>A value or a condition over values.</summary>
/// <param name="Name">The comparison: value, not, ==, !=, &gt;, &lt;, and, or; each (a list, or an object's members), with.</param>
/// <param name="Arguments">Paths, or literals in quotation marks.</param>
internal sealed record MergeCondition(string Name, string[] Arguments)
{
    public static MergeCondition Value(string path) => new("value", [path]);
}
