namespace Renderer.Templates.Plans;

/// <summary>What a <see cref="Value"/> is.</summary>
internal enum Kind : byte
{
    /// <summary>A variable that was never assigned.</summary>
    Unset,

    /// <summary>Null.</summary>
    Nothing,
    False,
    True,

    /// <summary>A whole number of 32 bits.</summary>
    Int,

    /// <summary>A whole number of 64 bits.</summary>
    Long,
    Double,

    /// <summary>A number with decimals, exactly.</summary>
    Decimal,

    /// <summary>A date and time.</summary>
    Date,

    /// <summary>A stretch of stored JSON: text without escapes, as it stands there.</summary>
    Utf8,

    /// <summary>A text of .NET.</summary>
    Text,

    /// <summary>A JSON object whose members that are read have slots.</summary>
    Row,

    /// <summary>A JSON list whose items have slots.</summary>
    List,

    /// <summary>Output that was collected, escaped on its way in.</summary>
    Captured,

    /// <summary>HTML that is written as it stands: a block, an image, what <c>raw</c> was given.</summary>
    Markup,

    /// <summary>Any other value, in its language's own form.</summary>
    Object,
}
