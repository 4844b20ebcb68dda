using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Who did what to what, and when. Never an attribute's value; people as opaque names.</summary>
/// <param name="At">When.</param>
/// <param name="Workspace">Where.</param>
/// <param name="Who">A key's label or id, or a token's opaque subject.</param>
/// <param name="Action">What.</param>
/// <param name="Object">To what: a template and version, a key's id, a person's opaque name.</param>
public sealed record AuditEntry(DateTimeOffset At, WorkspaceName Workspace, string Who, AuditAction Action, string Object);

/// <summary>Some entries, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">Give it as <c>before</c> for the page that follows; null when there is none.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? Next);
