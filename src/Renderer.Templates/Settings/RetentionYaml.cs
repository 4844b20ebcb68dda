using System.Globalization;
using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads the sections <c>retention</c> and <c>consent</c> of workspace.yaml.</summary>
internal static class RetentionYaml
{
    public static RetentionSettings Read(Section section)
    {
        var usual = RetentionSettings.Usual;
        var settings = new RetentionSettings
        {
            Messages = Read(section, "messages", usual.Messages),
            Decisions = section.Duration("decisions", "7d", "3650d") ?? usual.Decisions,
            Person = Read(section, "person", usual.Person),
            Proxy = Read(section, "proxy", usual.Proxy),
            Prefetch = Read(section, "prefetch", usual.Prefetch),
            Scanner = Read(section, "scanner", usual.Scanner),
        };
        section.Done();
        return settings;
    }

    public static ConsentSettings ReadConsent(Section section)
    {
        var settings = new ConsentSettings
        {
            Tracking = section.Text("tracking"),
            Personalization = section.Text("personalization"),
            Profiling = section.Text("profiling"),
        };
        section.Done();
        return settings;
    }

    private static Keeping Read(Section section, string key, Keeping usual)
    {
        var below = section.Below(key);
        var keeping = new Keeping(below.Duration("keep", "0s", "3650d") ?? usual.For, Share(below) ?? usual.Share);
        below.Done();
        return keeping;
    }

    private static double? Share(Section section) =>
        section.Text("share", text => Parse(text) is >= 0 and <= 1, "value_invalid", "a share from 0 to 1, like 0.1") is { } good ? Parse(good) : null;

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) ? share : null;
}
