namespace Renderer.Ledger;

/// <summary>What was done: a closed set.</summary>
public enum AuditAction
{
    /// <summary>A person, message or segment's members were read.</summary>
    Read,

    /// <summary>A template was published.</summary>
    Published,

    /// <summary>A template's pointer was moved back.</summary>
    RolledBack,

    /// <summary>A person was erased.</summary>
    Erased,

    /// <summary>Something else was changed: consent, a slot, a setting.</summary>
    Changed,

    /// <summary>A key was made.</summary>
    KeyMade,

    /// <summary>A key was revoked.</summary>
    KeyRevoked,
}

/// <summary>The one spelling of <see cref="AuditAction"/>.</summary>
public static class AuditActions
{
    /// <summary>snake_case, in the ledger and in answers.</summary>
    public static string Label(this AuditAction action) => action switch
    {
        AuditAction.Read => "read",
        AuditAction.Published => "published",
        AuditAction.RolledBack => "rolled_back",
        AuditAction.Erased => "erased",
        AuditAction.KeyMade => "key_made",
        AuditAction.KeyRevoked => "key_revoked",
        _ => "changed",
    };

    internal static AuditAction Parse(string label) => Enum.GetValues<AuditAction>().FirstOrDefault(action => action.Label() == label, AuditAction.Changed);
}
