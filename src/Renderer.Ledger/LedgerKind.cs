namespace Renderer.Ledger;

/// <summary>The database behind the ledger.</summary>
public enum LedgerKind
{
    /// <summary>A file beside one node.</summary>
    Sqlite,

    /// <summary>A server that all nodes share.</summary>
    PostgreSql,
}

/// <summary>The one spelling of <see cref="LedgerKind"/>.</summary>
public static class LedgerKinds
{
    /// <summary>In health, logs and the banner.</summary>
    public static string Label(this LedgerKind kind) => kind == LedgerKind.Sqlite ? "sqlite" : "postgresql";
}
