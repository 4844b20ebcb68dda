namespace Renderer.Templates.Plans;

/// <summary>Where the values of a mail stand, for all its plans: what of the profile and of the data has a slot.</summary>
internal sealed class Layout
{
    public Layout(string localeAttribute, string timeZoneAttribute)
    {
        LocaleSlot = Profile.SlotOf(localeAttribute);
        TimeZoneSlot = Profile.SlotOf(timeZoneAttribute);
    }

    public Shape Profile { get; } = new();

    public int LocaleSlot { get; }

    public int TimeZoneSlot { get; }

    public Shape Data { get; } = new();

    /// <summary>Some script uses the data as a whole.</summary>
    public bool ReadsData { get; set; }

    /// <summary>What the plans keep of one message for others; null: nothing.</summary>
    public KeptTexts? Kept { get; init; } = new();

    /// <summary>The slots of attributes that have a default, and it.</summary>
    public IReadOnlyList<(int Slot, Value Value)> Defaults { get; set; } = [];
}
