namespace Renderer.Model;

/// <summary>The one spelling of each closed set's members: snake_case, in answers, headers, logs and metrics.</summary>
public static class Labels
{
    /// <summary>The contract's word for an outcome.</summary>
    public static string Label(this Outcome outcome) => outcome switch
    {
        Outcome.Live => "live",
        Outcome.Stale => "stale",
        Outcome.Default => "default",
        Outcome.Static => "static",
        Outcome.Dropped => "dropped",
        _ => "skipped",
    };

    /// <summary>The contract's word for a reason; null where there is nothing to explain.</summary>
    public static string? Label(this Reason reason) => reason switch
    {
        Reason.None => null,
        Reason.CrmTimeout => "crm_timeout",
        Reason.CrmError => "crm_error",
        Reason.CrmLimited => "crm_limited",
        Reason.CrmUnauthorized => "crm_unauthorized",
        Reason.Changed => "changed",
        Reason.Expired => "expired",
        Reason.Unverified => "unverified",
        Reason.ProfileMissing => "profile_missing",
        Reason.NoConnection => "no_connection",
        Reason.RenderError => "render_error",
        Reason.Limit => "limit",
        Reason.AmpInvalid => "amp_invalid",
        Reason.ConsentWithdrawn => "consent_withdrawn",
        Reason.Erased => "erased",
        Reason.LinkEnded => "link_ended",
        Reason.SlotOff => "slot_off",
        Reason.Gone => "gone",
        Reason.RecordMissing => "record_missing",
        Reason.PictureFailed => "picture_failed",
        _ => "overloaded",
    };

    /// <summary>The contract's word for a profile's state.</summary>
    public static string Label(this ProfileState state) => state switch
    {
        ProfileState.Fresh => "fresh",
        ProfileState.Stale => "stale",
        ProfileState.Missing => "missing",
        _ => "unavailable",
    };

    /// <summary>The word for what a link does: bound into its token, so it never changes.</summary>
    public static string Label(this LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.Image => "image",
        LinkPurpose.Click => "click",
        LinkPurpose.Pixel => "pixel",
        LinkPurpose.Web => "web",
        LinkPurpose.Amp => "amp",
        LinkPurpose.Consent => "consent",
        _ => "recipient",
    };

    /// <summary>The worse of two outcomes of one message: a dropped block counts as static, skipped beats all.</summary>
    public static Outcome Worse(Outcome a, Outcome b)
    {
        var worse = a > b ? a : b;
        return worse == Outcome.Dropped ? Outcome.Static : worse;
    }
}
