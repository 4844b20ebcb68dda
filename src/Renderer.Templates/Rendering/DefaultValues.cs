using System.Buffers;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Templates.Rendering;

/// <summary>The person as a block sees them on its default rung.</summary>
internal static class DefaultValues
{
    /// <summary>What of the profile can still be trusted, and a block's own values where that leaves nothing.</summary>
    /// <param name="profile">The person.</param>
    /// <param name="isTrusted">Whether an attribute's value may still be shown.</param>
    /// <param name="defaults">The block's.</param>
    public static Profile Of(Profile profile, Func<string, bool> isTrusted, IReadOnlyDictionary<string, JsonElement> defaults)
    {
        using var mine = JsonDocument.Parse(profile.Json);
        var made = new ArrayBufferWriter<byte>(256);
        var has = new HashSet<string>(StringComparer.Ordinal);
        using (var writer = new Utf8JsonWriter(made))
        {
            writer.WriteStartObject();
            foreach (var member in mine.RootElement.EnumerateObject().Where(m => isTrusted(m.Name) && !IsNothing(m.Value)))
            {
                // As it came: text that is no good Unicode is the reader's to mend.
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
                has.Add(member.Name);
            }

            foreach (var (name, value) in defaults.Where(d => !has.Contains(d.Key)))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return new Profile(made.WrittenMemory);
    }

    // CRMs send "" for what they do not have.
    private static bool IsNothing(JsonElement value) => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""));
}
