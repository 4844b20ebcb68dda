namespace Renderer.Profiles.Reading;

/// <summary>What the connection says of time, and what its values look like.</summary>
internal readonly record struct Policy(
    TimeSpan FreshFor, TimeSpan StaleFor, TimeSpan MissingFor, TimeSpan Settle, ulong Shape, AttributeFreshness? Own = null)
{
    /// <summary>How long a value counts as fresh that was fetched while the CRM may still answer with the old one.</summary>
    public static readonly TimeSpan SettlingFor = TimeSpan.FromSeconds(1);

    /// <summary>How old a value may be while changes may be missed.</summary>
    public static readonly TimeSpan UnseenFor = TimeSpan.FromSeconds(2);

    /// <summary>By how much the clock of a node that has not compared it with Redis' may be wrong.</summary>
    public static readonly TimeSpan Unmatched = TimeSpan.FromDays(1);

    public static Policy Of(Workspace workspace) => workspace.People is { Settings: var settings }
        ? new(settings.FreshFor, settings.StaleFor, settings.MissingFor, settings.Settle, workspace.Shape, workspace.Own)
        : default;
}
