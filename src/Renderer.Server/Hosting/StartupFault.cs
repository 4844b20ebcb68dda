namespace Renderer.Server.Hosting;

/// <summary>A start that cannot go on: lines that say what to do.</summary>
internal sealed class StartupFault(string message) : Exception(message)
{
    public static void ThrowIfAny(IReadOnlyCollection<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new StartupFault(string.Join(Environment.NewLine, faults));
        }
    }
}
