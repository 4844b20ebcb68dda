namespace Renderer.Templates.Compiling;

/// <summary>What a script is for. Its name does not tell: a block may be called like a part.</summary>
internal enum ScriptUse
{
    /// <summary>It writes HTML: a body or a block.</summary>
    Html,

    /// <summary>It writes plain text: the text part.</summary>
    Text,

    /// <summary>It writes one line of plain text: the subject, the preheader.</summary>
    Header,

    /// <summary>It writes JSON: the data of an AMP list or form.</summary>
    Json,

    /// <summary>It writes the SVG of a slot.</summary>
    Scene,

    /// <summary>It writes one address.</summary>
    Address,

    /// <summary>It asks a question.</summary>
    Rule,
}
