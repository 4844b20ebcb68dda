namespace Renderer.Soak;

/// <summary>What one slot of one mail may show next, by its policy and by what it has shown.</summary>
internal sealed class Story(string policy, string sent)
{
    private string? last;
    private bool isClicked;

    /// <summary>Fallbacks seen.</summary>
    public int Fallbacks { get; private set; }

    /// <summary>What is wrong with a fallback: it decides nothing, and what was sent to be seen is seen all the same.</summary>
    public string? Fallback(string? color)
    {
        Fallbacks++;
        return policy == "sent" && color is not null && color != sent ? $"sent: {sent} was to be seen, and the fallback was {color}" : null;
    }

    /// <summary>What is wrong with showing this; null when nothing is.</summary>
    public string? Look(string color)
    {
        var must = policy switch
        {
            "sent" => sent,
            "first" => last,
            "click" when isClicked => last,
            _ => null,
        };
        last = color;
        return must is null || must == color ? null : $"{policy}: {must} was to be seen, and {color} was";
    }

    /// <summary>What is wrong with a click that leads there.</summary>
    public string? Click(string color)
    {
        var must = policy == "sent" ? sent : last;
        isClicked = true;
        // Nothing was looked at: whatever the click led to is what was shown.
        last = color;
        return must is null || must == color ? null : $"{policy}: {must} was seen, and the click led to {color}";
    }
}
