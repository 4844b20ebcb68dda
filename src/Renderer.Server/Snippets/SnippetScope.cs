using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Server.Snippets;

/// <summary>What tags are made for.</summary>
/// <param name="Origin">Where renders are asked for, without a slash at the end.</param>
/// <param name="Links">Where the links of this workspace's mails stand, likewise.</param>
/// <param name="Workspace">Whose template.</param>
/// <param name="Template">The template as it is served.</param>
internal sealed record SnippetScope(string Origin, string Links, WorkspaceName Workspace, Template Template)
{
    /// <summary>What names the person: their id at the CRM, unless somebody wants their address.</summary>
    public string By { get; init; } = Identifier.IdKind;

    /// <summary>The campaign's name, for ESPs that have no tag for it; null: the tag, else the template's name.</summary>
    public string? Campaign { get; init; }
}
