using Renderer.Model;

namespace Renderer.Profiles.Reading;

/// <summary>How good an entry is for a question.</summary>
internal readonly record struct Verdict(Standing Standing, Reason Reason, ReadSet StaleAttributes, Flaw Flaw)
{
    public static readonly Verdict Fresh = new(Standing.Fresh, Reason.None, ReadSet.None, Flaw.None);

    public static Verdict Stale(Reason reason, ReadSet attributes) => new(Standing.Stale, reason, attributes, Flaw.None);

    public static Verdict Unusable(Flaw flaw) => new(Standing.Unusable, Reason.None, ReadSet.None, flaw);
}

/// <summary>Worst first, so that the better of two is the greater.</summary>
internal enum Standing
{
    Unusable,
    Stale,
    Fresh,
}

/// <summary>Why an entry cannot be used at all.</summary>
internal enum Flaw
{
    None,

    /// <summary>Erased here or deleted at the CRM after the fetch began.</summary>
    Gone,

    /// <summary>Erasures cannot be looked up, so that it might be one.</summary>
    Unproven,

    /// <summary>Of another connection, or of a person who does not have this name.</summary>
    Foreign,

    /// <summary>The name may have passed to somebody else.</summary>
    Moved,

    /// <summary>An attribute that is read was not asked for.</summary>
    Lacks,

    /// <summary>Too old even as stale.</summary>
    Old,

    /// <summary>"No such person" that may no longer hold.</summary>
    Ended,
}
