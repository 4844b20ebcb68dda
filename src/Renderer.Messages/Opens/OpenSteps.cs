using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>The steps that every look at an opened mail takes, in their order.</summary>
/// <param name="Gate">Erased, or ended.</param>
/// <param name="Templates">Which version.</param>
/// <param name="IsOff">Whether a slot is switched off.</param>
/// <param name="People">Who.</param>
/// <param name="Look">What was decided.</param>
internal sealed record OpenSteps(
    OpenGate Gate, OpenTemplates Templates, Func<WorkspaceName, string, string, bool> IsOff, OpenPeople People, SlotLook Look);
