namespace Renderer.Model;

/// <summary>A sealed link, as it stands in a path.</summary>
/// <param name="Text">At most 200 characters of a-z and 2-7.</param>
/// <param name="Left">What did not fit: names are looked up by their hash, a destination rides beside the token, the person is in the message's record.</param>
public readonly record struct LinkToken(string Text, LinkRest Left)
{
    /// <summary>Says nothing: whoever has a token has what it opens.</summary>
    public override string ToString() => "***";
}

/// <summary>What a link could not carry in full.</summary>
[Flags]
public enum LinkRest
{
    /// <summary>It carries everything.</summary>
    None = 0,

    /// <summary>The message's name: its hash rides.</summary>
    Message = 1,

    /// <summary>The template's name: its hash rides.</summary>
    Template = 2,

    /// <summary>The slot's name: its hash rides.</summary>
    Slot = 4,

    /// <summary>The destination.</summary>
    Destination = 8,

    /// <summary>The person: the opaque name rides.</summary>
    Person = 16,
}
