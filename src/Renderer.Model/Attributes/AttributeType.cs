namespace Renderer.Model;

/// <summary>How a CRM's text becomes a value.</summary>
public enum AttributeType
{
    /// <summary>As it stands.</summary>
    Text,

    /// <summary>A decimal number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A date or an instant, ISO 8601 or milliseconds since 1970.</summary>
    Date,

    /// <summary>A semicolon-separated list (HubSpot's checkboxes).</summary>
    List,

    /// <summary>JSON text: a list or an object.</summary>
    Json,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>An exact decimal amount; its unit is the currency.</summary>
    Money,

    /// <summary>One e-mail address.</summary>
    Email,

    /// <summary>An absolute http or https address.</summary>
    Url,

    /// <summary>Text with markup; a template says with <c>rich_text</c> where it keeps it.</summary>
    RichText,
}
