using System.Globalization;
using System.Text.Json;
using Renderer.Templates;

namespace Renderer.Messages;

/// <summary>Makes what a template sees: the person, the data, the clock.</summary>
public static class Scopes
{
    /// <summary>A locale or a time zone that the request does not name is the profile's, the template's or the workspace's: the template knows all three.</summary>
    internal static RenderScope Make(MessageOrder order, Person person, TimeProvider clock, OpenLook? open = null) => new()
    {
        Profile = person.Profile,
        Standing = person.Standing,
        Data = order.Data.ValueKind == JsonValueKind.Object ? order.Data : person.Data,
        Locale = order.Locale,
        TimeZone = order.TimeZone,
        Now = order.Now ?? clock.GetUtcNow(),
        MessageId = order.MessageId,
        Open = open,
    };

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
}
