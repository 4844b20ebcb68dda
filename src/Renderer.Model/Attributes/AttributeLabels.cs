namespace Renderer.Model;

/// <summary>The one spelling of the dictionary's closed sets.</summary>
public static class AttributeLabels
{
    /// <summary>The word in files and answers: "text", "rich_text".</summary>
    public static string Label(this AttributeType type) => type == AttributeType.RichText ? "rich_text" : type.ToString().ToLowerInvariant();

    /// <summary>The word in answers and metrics.</summary>
    public static string Label(this AttributeRule rule) => rule.ToString().ToLowerInvariant();

    /// <summary>The word in files and answers.</summary>
    public static string Label(this Sensitivity sensitivity) => sensitivity.ToString().ToLowerInvariant();
}
