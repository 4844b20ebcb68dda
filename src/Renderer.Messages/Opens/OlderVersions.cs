using System.Collections.Concurrent;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>Fetches a version that a link was sent with and that is not at hand, once for all who ask; what came is remembered by the library.</summary>
/// <param name="load">Finds and compiles it; null where it is no more.</param>
/// <param name="clock">When one that did not come is asked for again.</param>
internal sealed class OlderVersions(Func<WorkspaceName, string, VersionMark, Task<Template?>> load, TimeProvider clock)
{
    private const int Most = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<(WorkspaceName Workspace, string Template, VersionMark Version), (Lazy<Task<Template?>> Loading, long Until)> asked = new();

    /// <summary>The version; null where there is none, or none in time.</summary>
    public async ValueTask<Template?> FindAsync(WorkspaceName workspace, string template, VersionMark version, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcTicks;
        var key = (workspace, template, version);
        if (!asked.TryGetValue(key, out var known) || known.Until <= now)
        {
            if (asked.Count >= Most)
            {
                asked.Clear();
            }

            known = asked.AddOrUpdate(key, _ => Ask(), (_, old) => old.Until <= now ? Ask() : old);
        }

        try
        {
            return await known.Loading.Value.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Too late, or the ledger is away: the current version is shown.
            return null;
        }

        (Lazy<Task<Template?>>, long) Ask() =>
            (new Lazy<Task<Template?>>(() => Task.Run(() => load(workspace, template, version))), now + Again.Ticks);
    }
}
