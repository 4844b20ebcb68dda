using Renderer.Messages.Decisions;
using Renderer.Model;

namespace Renderer.Messages.Opens;

/// <summary>What an AMP list or form gets.</summary>
/// <param name="Body">One JSON object in UTF-8, behind the prefix that its author may have chosen.</param>
/// <param name="Outcome">The rung it stands on.</param>
/// <param name="Reason">Why it is not live.</param>
/// <param name="Template">The template; empty where the workspace has none of it.</param>
/// <param name="Version">The version that was shown.</param>
/// <param name="Name">The data's name, as far as it is known.</param>
/// <param name="Choice">The variant; null where there was nothing to choose.</param>
public sealed record OpenedData(
    ReadOnlyMemory<byte> Body, Outcome Outcome, Reason Reason, string Template, string Version, string Name, SlotChoice? Choice);
