namespace Renderer.Model;

/// <summary>How long the ledger keeps what it records of messages, and of which share of them.</summary>
public sealed record RetentionSettings
{
    /// <summary>What holds where nothing is said.</summary>
    public static readonly RetentionSettings Usual = new();

    /// <summary>Records of what a message decided and why; default 30 days, all of them.</summary>
    public Keeping Messages { get; init; } = new(TimeSpan.FromDays(30), 1);

    /// <summary>Decisions made after a message was sent; default 90 days. Always all of them: a share would break mails.</summary>
    public TimeSpan Decisions { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Opens, clicks and actions of people; default 90 days, all of them.</summary>
    public Keeping Person { get; init; } = new(TimeSpan.FromDays(90), 1);

    /// <summary>What proxies asked for people; default 30 days, all of it.</summary>
    public Keeping Proxy { get; init; } = new(TimeSpan.FromDays(30), 1);

    /// <summary>What was fetched before anybody looked; default 7 days, all of it.</summary>
    public Keeping Prefetch { get; init; } = new(TimeSpan.FromDays(7), 1);

    /// <summary>What scanners asked; default 7 days, a tenth of it.</summary>
    public Keeping Scanner { get; init; } = new(TimeSpan.FromDays(7), 0.1);

    /// <summary>What holds for who asked.</summary>
    public Keeping Of(OpenClass asker) => asker switch
    {
        OpenClass.Person => Person,
        OpenClass.Proxy => Proxy,
        OpenClass.Prefetch => Prefetch,
        _ => Scanner,
    };
}

/// <summary>How long something is kept, and which share of it.</summary>
/// <param name="For">How long; zero for not at all.</param>
/// <param name="Share">0 to 1; which ones is told by the message, so that all of a message is kept or none.</param>
public readonly record struct Keeping(TimeSpan For, double Share);
