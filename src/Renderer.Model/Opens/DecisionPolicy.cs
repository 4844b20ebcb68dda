namespace Renderer.Model;

/// <summary>Until when the decision about a block or slot of one message may change: the author's choice.</summary>
public enum DecisionPolicy
{
    /// <summary>What was decided when the message was sent holds; where nothing was, the first look decides.</summary>
    FreezeAtSend,

    /// <summary>The first look decides, whatever the mail was sent with.</summary>
    FreezeAtFirstOpen,

    /// <summary>Each look decides anew, until a click: then what the click led to holds.</summary>
    UntilClick,

    /// <summary>Each look decides anew; a click leads to what was shown last.</summary>
    Always,
}
