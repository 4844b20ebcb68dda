using System.Text.Json;
using Renderer.Model;

namespace Renderer.Server.Wire;

/// <summary>Findings as the contract spells them (section 5).</summary>
internal static class DiagnosticJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Diagnostic> diagnostics)
    {
        writer.WriteStartArray("diagnostics"u8);
        foreach (var finding in diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("severity"u8, finding.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "info",
            });
            writer.WriteString("code"u8, finding.Code);
            writer.WriteString("message"u8, finding.Message);
            writer.WriteString("part"u8, finding.Part);
            if (finding.File is not null)
            {
                writer.WriteString("file"u8, finding.File);
            }

            writer.WriteNumber("line"u8, finding.Line);
            writer.WriteNumber("column"u8, finding.Column);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
