using Renderer.Templates.Definitions;

namespace Renderer.Templates.Plans.Terms;

/// <summary>What a message knows of itself, by name.</summary>
internal static class MessageTerms
{
    public static readonly MessageTerm Id = new(run => Value.Of(run.Mail.Scope.MessageId));

    /// <summary>The term of a name that is always in scope; null for the others.</summary>
    public static MessageTerm? Of(string name) => name switch
    {
        ScopeNames.Now => new(run => Value.Of(run.Mail.LocalNow)),
        ScopeNames.Locale => new(run => Value.Of(run.Mail.Culture.Name)),
        ScopeNames.Preheader => new(run => Value.Of(run.Mail.Preheader)),
        _ => null,
    };
}
