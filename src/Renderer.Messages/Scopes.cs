using System.Globalization;
using System.Text.Json;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>Makes what a template sees: locale and time zone by the contract's order, the clock, the data.</summary>
public static class Scopes
{
    /// <summary>Request, else profile, else template, else workspace; a profile's unknown locale or zone counts as none.</summary>
    internal static RenderScope Make(
        Template template, WorkspaceSettings settings, MessageOrder order, Person person, TimeProvider clock)
    {
        var locale = First(IsLocale, order.Locale, Attribute(person, settings.LocaleAttribute), template.Locale, settings.Locale);
        var zone = First(IsTimeZone, order.TimeZone, Attribute(person, settings.TimeZoneAttribute), template.TimeZone, settings.TimeZone);
        return new RenderScope
        {
            Profile = person.Profile,
            Standing = person.Standing,
            Data = order.Data.ValueKind == JsonValueKind.Object ? order.Data : person.Data,
            Locale = locale ?? "en-US",
            TimeZone = zone ?? "UTC",
            Now = order.Now ?? clock.GetUtcNow(),
            MessageId = order.MessageId,
        };
    }

    /// <summary>Whether this is a locale that .NET's data knows.</summary>
    public static bool IsLocale(string name)
    {
        try
        {
            return name.Length is > 1 and < 32 && CultureInfo.GetCultureInfo(name, predefinedOnly: true).Name.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether this is a time zone that .NET's data knows.</summary>
    public static bool IsTimeZone(string name) => name.Length is > 0 and < 64 && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    private static string? First(Func<string, bool> good, params ReadOnlySpan<string?> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate is not null && good(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static string? Attribute(Person person, string name)
    {
        if (person.Profile.Json.Length <= 2)
        {
            return null;
        }

        var reader = new Utf8JsonReader(person.Profile.Json.Span);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                var found = reader.ValueTextEquals(name);
                reader.Read();
                if (found)
                {
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }

                reader.Skip();
            }
        }

        return null;
    }
}
