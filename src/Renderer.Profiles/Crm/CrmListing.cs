using Renderer.Model;

namespace Renderer.Profiles.Crm;

/// <summary>Which people to list.</summary>
/// <param name="Reads">Our attribute names to come along.</param>
/// <param name="Cursor">The page, as the page before named it; null for the first.</param>
/// <param name="ChangedSince">Only people that changed at or after this instant; null for all.</param>
internal readonly record struct CrmListing(ReadSet Reads, string? Cursor = null, DateTimeOffset? ChangedSince = null);

/// <summary>A page of people.</summary>
/// <param name="People">Who stands on it; empty with a reason.</param>
/// <param name="Next">The cursor of the next page; null when this is the last.</param>
/// <param name="Reason"><see cref="Reason.None"/>, or why there is no page.</param>
internal sealed record CrmPage(IReadOnlyList<CrmPerson> People, string? Next, Reason Reason);

/// <summary>What a CRM says of its attributes.</summary>
/// <param name="Attributes">Under the CRM's own names; empty with a reason.</param>
/// <param name="Reason"><see cref="Reason.None"/>, or why it is not known.</param>
internal sealed record CrmDescription(IReadOnlyList<CrmAttribute> Attributes, Reason Reason);

/// <summary>One attribute as its CRM describes it.</summary>
/// <param name="Name">The CRM's name.</param>
/// <param name="Type">What it is in our words; null for what has none (an attachment).</param>
/// <param name="Label">What people at the CRM call it.</param>
/// <param name="Options">The values it can have, where it is a choice; else empty.</param>
internal sealed record CrmAttribute(string Name, AttributeType? Type, string? Label, IReadOnlyList<string> Options);

/// <summary>A quota as the CRM last told it.</summary>
/// <param name="Limit">Calls of the window.</param>
/// <param name="Remaining">Calls left in it.</param>
/// <param name="Window">How long the window is; 24 h for a daily one.</param>
/// <param name="At">When it was told.</param>
internal readonly record struct CrmQuota(long Limit, long Remaining, TimeSpan Window, DateTimeOffset At);
