namespace Renderer.Templates.Plans;

/// <summary>What a script is for.</summary>
internal enum ScriptUse
{
    /// <summary>It writes HTML: a body or a block.</summary>
    Html,

    /// <summary>It writes plain text: the text part, the subject, the preheader.</summary>
    Plain,

    /// <summary>It asks a question.</summary>
    Rule,
}
