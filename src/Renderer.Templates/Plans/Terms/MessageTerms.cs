using System.Text;
using Renderer.Templates.Definitions;
using Renderer.Templates.Rendering;

namespace Renderer.Templates.Plans.Terms;

/// <summary>What a message knows of itself, by name.</summary>
internal static class MessageTerms
{
    public static readonly MessageTerm Id = new(run => Value.Of(run.Mail.Scope.MessageId));

    public static readonly MessageTerm Relative = new(run => Value.Of(run.Mail.IsRelative));

    /// <summary>The term of a name that is always in scope; null for the others.</summary>
    public static MessageTerm? Of(string name) => name switch
    {
        ScopeNames.Now => new(run => Value.Of(run.Mail.LocalNow)),
        ScopeNames.Locale => new(run => Value.Of(run.Mail.Culture.Name)),
        ScopeNames.Preheader => new(run => Value.Of(run.Mail.Preheader)),
        ScopeNames.WebLink => new(_ => Value.Of(OpenParts.Web)),
        ScopeNames.ConsentLink => new(_ => Value.Of(OpenParts.Consent)),
        ScopeNames.Pixel => new(run => run.Escapes ? Value.Markup(Encoding.UTF8.GetBytes(OpenParts.Pixel(run.Mail, asTag: true))) : Value.Of("")),
        _ => null,
    };
}
