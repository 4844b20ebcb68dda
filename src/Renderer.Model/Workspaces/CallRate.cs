using System.Globalization;

namespace Renderer.Model;

/// <summary>The most calls within any span of time: what a CRM allows.</summary>
/// <param name="Calls">How many.</param>
/// <param name="Per">Within how long.</param>
public readonly record struct CallRate(int Calls, TimeSpan Per)
{
    /// <summary>More would never be waited for one by one.</summary>
    private const int MostCalls = 100_000;

    /// <summary>The mean time from one call to the next.</summary>
    public TimeSpan Apart => Per / Calls;

    /// <summary>Reads <c>10/s</c>, <c>100/10s</c>, <c>600/m</c> or <c>20000/h</c>; false for what is none.</summary>
    public static bool TryParse(string text, out CallRate rate)
    {
        rate = default;
        var parts = text.Split('/');
        if (parts.Length != 2 || parts[1].Length == 0
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var calls) || calls is < 1 or > MostCalls)
        {
            return false;
        }

        var count = 1;
        if (parts[1].Length > 1 && (!int.TryParse(parts[1][..^1], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > 3600))
        {
            return false;
        }

        var unit = parts[1][^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            _ => TimeSpan.Zero,
        };
        rate = new CallRate(calls, unit * count);
        return unit > TimeSpan.Zero && rate.Per <= TimeSpan.FromDays(1);
    }
}
