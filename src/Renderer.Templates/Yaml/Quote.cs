using System.Text.Encodings.Web;
using System.Text.Json;

namespace Renderer.Templates.Yaml;

/// <summary>Writes text as a YAML scalar: in double quotes, as JSON does, which YAML reads.</summary>
internal static class Quote
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(string text) => JsonSerializer.Serialize(text, Options);
}
