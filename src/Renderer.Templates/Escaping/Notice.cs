namespace Renderer.Templates.Escaping;

/// <summary>What a stretch of literal text means for the outputs before it, or for its author.</summary>
internal enum Notice
{
    /// <summary>Another address begins: what follows is of that one.</summary>
    AddressBegins,

    /// <summary>A ':' makes a scheme of the one value before it.</summary>
    SchemeOfValue,

    /// <summary>A ':' makes a scheme of values that no escaper sees together.</summary>
    SchemeUnclear,

    /// <summary>A '/' ends a host that is one value alone.</summary>
    HostOfValue,

    /// <summary>A host has more in it than its value.</summary>
    HostGoesOn,

    /// <summary>A tag goes on behind branches that end at different places of it.</summary>
    TagUnclear,

    /// <summary>A character reference that what follows could go on with.</summary>
    ReferenceOpen,
}
