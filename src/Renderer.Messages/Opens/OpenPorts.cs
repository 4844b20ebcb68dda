using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>What the host hands in for opened mails.</summary>
public sealed record OpenPorts
{
    /// <summary>Under which origin a workspace's links stand, without a slash at the end.</summary>
    public required Func<WorkspaceName, string> Origin { get; init; }

    /// <summary>Whether a slot of a template is switched off.</summary>
    public Func<WorkspaceName, string, string, bool> IsOff { get; init; } = (_, _, _) => false;

    /// <summary>Fetches a version that was published once, by its mark; null where it is no more.</summary>
    public Func<WorkspaceName, string, VersionMark, Task<Template?>> Older { get; init; } = (_, _, _) => Task.FromResult<Template?>(null);
}
