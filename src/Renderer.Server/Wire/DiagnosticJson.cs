using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Renderer.Model;

namespace Renderer.Server.Wire;

/// <summary>Findings as the contract spells them (section 5).</summary>
internal static class DiagnosticJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Diagnostic> diagnostics)
    {
        writer.WritePropertyName("diagnostics"u8);
        JsonSerializer.Serialize(writer, diagnostics.Select(Show), Options);
    }

    public static Shown Show(Diagnostic finding) => new(
        finding.Severity.ToString().ToLowerInvariant(), finding.Code, finding.Message, finding.Part, finding.File, finding.Line, finding.Column);

    /// <summary>A finding, member by member.</summary>
    internal sealed record Shown(
        [property: JsonPropertyName("severity")] string Severity,
        [property: JsonPropertyName("code")] string Code,
        [property: JsonPropertyName("message")] string Message,
        [property: JsonPropertyName("part")] string? Part,
        [property: JsonPropertyName("file"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? File,
        [property: JsonPropertyName("line")] int Line,
        [property: JsonPropertyName("column")] int Column);
}
