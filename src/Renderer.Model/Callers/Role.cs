namespace Renderer.Model;

/// <summary>What a key may be used for: a closed set, also the word in commands, claims and stored keys.</summary>
[Flags]
public enum Role
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>GET renders of the templates that the key names, also by <c>?key=</c>; nothing else.</summary>
    Pull = 1,

    /// <summary>Render, batch, prewarm, links, passthrough.</summary>
    Send = 2,

    /// <summary>Append events.</summary>
    Events = 4,

    /// <summary>Preview, templates, matrix, rehearsals, reports.</summary>
    Author = 8,

    /// <summary>Publish and roll back.</summary>
    Publish = 16,

    /// <summary>Approve what others publish.</summary>
    Approve = 32,

    /// <summary>Expire, connections, jobs, slots, scores, training, metrics.</summary>
    Operate = 64,

    /// <summary>Read a person, message or segment's members, unmasked previews, erase, consent, audit.</summary>
    Privacy = 128,
}
