using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Scriban.Runtime;

namespace Renderer.Templates.Scriban;

/// <summary>What a message's scripts see: the person and the request's data as plain values, read-only, parsed once.</summary>
internal sealed class ScriptModel
{
    private readonly RenderScope scope;
    private readonly ScriptObject profile;
    private readonly ScriptObject data;

    public ScriptModel(CompiledMail mail, RenderScope scope)
    {
        this.scope = scope;
        profile = Person(mail, scope.Profile.Json.Span, null);
        data = JsonModel.Read(scope.Data);
    }

    /// <summary>The person, with the template's defaults.</summary>
    public static ScriptObject Person(CompiledMail mail, ReadOnlySpan<byte> json, Dictionary<int, object>? made)
    {
        var person = JsonModel.Read(json, mail.Reads, made);
        foreach (var (attribute, value) in mail.Defaults)
        {
            // CRMs send "" for what they do not have.
            if (person[attribute] is null or "")
            {
                person.SetValue(attribute, value, readOnly: true);
            }
        }

        person.IsReadOnly = true;
        return person;
    }

    /// <summary>The person, as every language sees it: read-only.</summary>
    public IDictionary<string, object?> Profile => profile!;

    /// <summary>The request's data, likewise.</summary>
    public IDictionary<string, object?> Data => data!;

    /// <summary>An attribute's text; null when it is absent or no text.</summary>
    public string? Attribute(string name) => profile[name] as string;

    /// <summary>All names in scope, for one session.</summary>
    public ScriptObject Names(ScriptSession session)
    {
        var all = new ScriptObject();
        foreach (var (name, value) in data)
        {
            // A template that was brought from an ESP finds its variables, but nothing hides ours.
            if (!Builtins.Names.Contains(name))
            {
                all.SetValue(name, value, readOnly: false);
            }
        }

        var message = new ScriptObject();
        message.SetValue("id", scope.MessageId, readOnly: true);
        message.IsReadOnly = true;
        all.SetValue(ScopeNames.Profile, profile, readOnly: true);
        all.SetValue(ScopeNames.Data, data, readOnly: true);
        all.SetValue(ScopeNames.Segments, new SegmentsObject(session), readOnly: true);
        all.SetValue(ScopeNames.Now, session.Run.LocalNow, readOnly: true);
        all.SetValue(ScopeNames.Message, message, readOnly: true);
        var open = new ScriptObject();
        open.SetValue("relative", session.Run.IsRelative, readOnly: true);
        open.IsReadOnly = true;
        all.SetValue(ScopeNames.Open, open, readOnly: true);
        all.SetValue(ScopeNames.Locale, session.Run.Culture.Name, readOnly: true);
        all.SetValue(ScopeNames.Preheader, null, readOnly: true);
        return all;
    }
}
