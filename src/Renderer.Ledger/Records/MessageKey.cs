using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>One message to one person, by every opaque name under which it may be filed.</summary>
/// <param name="Workspace">Whose message.</param>
/// <param name="People">The person's opaque names.</param>
/// <param name="Messages">The message's names, under each of the person's (<see cref="MessageNames"/>).</param>
public readonly record struct MessageKey(WorkspaceName Workspace, IReadOnlyList<string> People, IReadOnlyList<long> Messages)
{
    /// <summary>The key of a message.</summary>
    /// <param name="sealing">Makes opaque names.</param>
    /// <param name="workspace">Whose message.</param>
    /// <param name="people">The person's opaque names, of every identifier and under every listed key.</param>
    /// <param name="message">The hash of the message's id.</param>
    public static MessageKey Of(ISealing sealing, WorkspaceName workspace, IReadOnlyList<string> people, ulong message) =>
        new(workspace, people, [.. people.SelectMany(person => MessageNames.OpaqueEach(sealing, person, message))]);

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => $"a message of {Workspace}";
}
