using System.Text.Json;

namespace Renderer.Model;

/// <summary>One person's attributes as the CRM knows them: a flat JSON object in UTF-8, attribute names to scalars or lists.</summary>
public sealed class Profile
{
    /// <summary>Nobody: no attribute at all.</summary>
    public static readonly Profile Empty = new("{}"u8.ToArray());

    /// <summary>Wraps a JSON object in UTF-8; the caller has made sure that it is one.</summary>
    public Profile(ReadOnlyMemory<byte> json) => Json = json;

    /// <summary>The object, UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The same person with some attributes replaced or added.</summary>
    /// <param name="overrides">A JSON object; each of its members wins over the attribute of that name.</param>
    public Profile With(JsonElement overrides)
    {
        if (overrides.ValueKind != JsonValueKind.Object)
        {
            return this;
        }

        using var mine = JsonDocument.Parse(Json);
        var merged = new System.Buffers.ArrayBufferWriter<byte>(Json.Length + 256);
        using (var writer = new Utf8JsonWriter(merged))
        {
            writer.WriteStartObject();
            foreach (var member in mine.RootElement.EnumerateObject())
            {
                if (!overrides.TryGetProperty(member.Name, out _))
                {
                    member.WriteTo(writer);
                }
            }

            foreach (var member in overrides.EnumerateObject())
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return new Profile(merged.WrittenMemory);
    }

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => $"profile of {Json.Length} bytes";
}
