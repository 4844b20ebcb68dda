using System.Buffers;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Messages.Records;

/// <summary>The person as a template saw them, kept so that the web version has the same bytes: the attributes read, and how good they were.</summary>
/// <param name="Profile">The attributes.</param>
/// <param name="Standing">How good they were.</param>
internal sealed record ShownPerson(Profile Profile, ProfileStanding Standing)
{
    /// <summary>The record's member.</summary>
    public const string Member = "shown";

    /// <summary>Writes what a template read of a person.</summary>
    public static void Write(Utf8JsonWriter writer, Person person, JsonElement profile, ReadSet reads)
    {
        writer.WriteStartObject(Member);
        writer.WriteStartObject("profile"u8);
        foreach (var attribute in profile.EnumerateObject())
        {
            if (reads.Reads(attribute.Name))
            {
                attribute.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        writer.WriteNumber("state"u8, (int)person.State);
        writer.WriteNumber("reason"u8, (int)person.Reason);
        if (person.Age is { } age)
        {
            writer.WriteNumber("age"u8, age.Ticks);
        }

        Write(writer, "stale"u8, person.Stale, reads);
        Write(writer, "given"u8, person.Given, reads);
        writer.WriteEndObject();
    }

    /// <summary>Reads it from a record; null where the record has none.</summary>
    public static ShownPerson? Read(JsonElement record)
    {
        if (!record.TryGetProperty(Member, out var shown))
        {
            return null;
        }

        var profile = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(profile))
        {
            shown.GetProperty("profile"u8).WriteTo(writer);
        }

        return new ShownPerson(
            new Profile(profile.WrittenMemory),
            new ProfileStanding((ProfileState)shown.GetProperty("state"u8).GetInt32(), (Reason)shown.GetProperty("reason"u8).GetInt32())
            {
                Age = shown.TryGetProperty("age"u8, out var ticks) ? TimeSpan.FromTicks(ticks.GetInt64()) : null,
                Stale = Read(shown, "stale"u8),
                Given = Read(shown, "given"u8),
            });
    }

    // "*": every attribute. Of those that the template does not read nothing is kept.
    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadSet set, ReadSet reads)
    {
        if (set.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        if (set.All)
        {
            writer.WriteStringValue("*"u8);
        }

        foreach (var attribute in set.Names.Where(reads.Reads).Order(StringComparer.Ordinal))
        {
            writer.WriteStringValue(attribute);
        }

        writer.WriteEndArray();
    }

    private static ReadSet Read(JsonElement shown, ReadOnlySpan<byte> name)
    {
        if (!shown.TryGetProperty(name, out var list))
        {
            return ReadSet.None;
        }

        var names = list.EnumerateArray().Select(each => each.GetString()!).ToList();
        return new ReadSet(names.Where(each => each != "*"), names.Contains("*"));
    }
}
