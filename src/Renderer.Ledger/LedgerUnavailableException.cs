namespace Renderer.Ledger;

/// <summary>The ledger cannot do it now: it does not answer, is locked, full or read-only. Nothing was done; 503, and the caller may try again.</summary>
public sealed class LedgerUnavailableException : Exception
{
    internal LedgerUnavailableException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
