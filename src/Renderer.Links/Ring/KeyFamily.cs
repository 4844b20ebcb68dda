namespace Renderer.Links.Ring;

/// <summary>Two families of keys that never meet: one seals, the other makes opaque names.</summary>
internal enum KeyFamily
{
    Seal,
    Opaque,
}
