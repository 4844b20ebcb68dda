using System.Text.Json;
using System.Text.RegularExpressions;

namespace Renderer.Templates.Yaml;

/// <summary>What a scalar means: quoted is text; unquoted may be a number, true, false or null.</summary>
internal static partial class Scalars
{
    private static readonly JsonElement Null = JsonDocument.Parse("null").RootElement;

    public static JsonElement Read(YamlText text)
    {
        if (text.IsNull)
        {
            return Null;
        }

        var isLiteral = text.IsPlain && (text.Value is "true" or "false" || JsonNumber().IsMatch(text.Value));
        return JsonDocument.Parse(isLiteral ? text.Value : JsonSerializer.Serialize(text.Value)).RootElement;
    }

    [GeneratedRegex(@"^-?(0|[1-9]\d{0,17})(\.\d{1,15})?$")]
    private static partial Regex JsonNumber();
}
