namespace Renderer.Links;

/// <summary>The directory of keys cannot be used; the message says which file and what to do, and never carries a key.</summary>
public sealed class KeyRingException : IOException
{
    internal KeyRingException(string message)
        : base(message)
    {
    }
}
