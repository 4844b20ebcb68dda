namespace Renderer.Model;

/// <summary>Who asked, as far as the rules of classing tell: a closed set, also the word in answers, settings and metrics.</summary>
public enum OpenClass
{
    /// <summary>A person's mail client.</summary>
    Person,

    /// <summary>A mail provider's proxy, for somebody who looks at the mail now.</summary>
    Proxy,

    /// <summary>A client or proxy that fetches before anybody looks.</summary>
    Prefetch,

    /// <summary>A security scanner, or another machine.</summary>
    Scanner,
}
