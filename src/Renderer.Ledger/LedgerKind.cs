namespace Renderer.Ledger;

/// <summary>The database behind the ledger.</summary>
public enum LedgerKind
{
    /// <summary>A file beside one node.</summary>
    Sqlite,

    /// <summary>A server that all nodes share.</summary>
    PostgreSql,
}
