namespace Renderer.Model;

/// <summary>How a message or one of its blocks came to be: the ladder, best rung first. Also the response member, header, log and metric label.</summary>
public enum Outcome
{
    /// <summary>Everything shown is fresh, or does not depend on the person.</summary>
    Live,

    /// <summary>A value that was used is past its freshness or known to have changed.</summary>
    Stale,

    /// <summary>No profile could be had; the template's defaults were used.</summary>
    Default,

    /// <summary>It could not be rendered for this person; the static fallback was sent.</summary>
    Static,

    /// <summary>A block only: it was left out, which counts as <see cref="Static"/> for the message.</summary>
    Dropped,

    /// <summary>The template chose not to send this message.</summary>
    Skipped,
}

/// <summary>Why something is not <see cref="Outcome.Live"/>: a closed set, also the response member and metric label.</summary>
public enum Reason
{
    /// <summary>Nothing to explain.</summary>
    None,

    /// <summary>The CRM did not answer within the budget.</summary>
    CrmTimeout,

    /// <summary>The CRM answered with an error, an unreadable body, or not at all.</summary>
    CrmError,

    /// <summary>The CRM said "too many requests", or its quota is being kept.</summary>
    CrmLimited,

    /// <summary>The CRM refused our credentials.</summary>
    CrmUnauthorized,

    /// <summary>The value is known to have changed and the new one could not be had.</summary>
    Changed,

    /// <summary>The value is older than the connection calls fresh and a newer one could not be had.</summary>
    Expired,

    /// <summary>Change events may have been missed, and a newer value could not be had.</summary>
    Unverified,

    /// <summary>The CRM knows no such person.</summary>
    ProfileMissing,

    /// <summary>The workspace has no connection to ask.</summary>
    NoConnection,

    /// <summary>The template failed for this person.</summary>
    RenderError,

    /// <summary>The template ran into one of its limits.</summary>
    Limit,

    /// <summary>Too much work at once; the static part was sent rather than a late one.</summary>
    Overloaded,

    /// <summary>The person does not want mails to be personal.</summary>
    ConsentWithdrawn,

    /// <summary>The AMP part would not have been valid for this person, and was left out.</summary>
    AmpInvalid,

    /// <summary>The link was made before its person was erased.</summary>
    Erased,

    /// <summary>The link is past its end.</summary>
    LinkEnded,

    /// <summary>The slot is switched off.</summary>
    SlotOff,

    /// <summary>The template, or the slot, is no more.</summary>
    Gone,

    /// <summary>The message's record could not be had.</summary>
    RecordMissing,

    /// <summary>The scene could not be drawn.</summary>
    PictureFailed,
}

/// <summary>What we know of a person at the time of a render.</summary>
public enum ProfileState
{
    /// <summary>Fetched recently enough, and nothing says it changed since.</summary>
    Fresh,

    /// <summary>Past its freshness, or known to have changed.</summary>
    Stale,

    /// <summary>The CRM knows no such person.</summary>
    Missing,

    /// <summary>The CRM could not be asked in time, and nothing usable is stored.</summary>
    Unavailable,
}
