using System.Text.Json;
using Renderer.Model;
using Renderer.Templates.Compiling;
using Renderer.Templates.Plans;
using Renderer.Templates.Scriban;

namespace Renderer.Templates;

/// <summary>What one message is rendered from. Immutable; one for each message.</summary>
public sealed class RenderScope
{
    /// <summary>The person; <see cref="Profile.Empty"/> when nobody is known.</summary>
    public required Profile Profile { get; init; }

    /// <summary>How good its attributes are; good, where nobody says otherwise.</summary>
    public ProfileStanding Standing { get; init; } = ProfileStanding.Good;

    /// <summary>When the message is rendered: <c>now</c> and <c>date.now</c> in templates.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The request's data, a JSON object; undefined when there is none.</summary>
    public JsonElement Data { get; init; }

    /// <summary>BCP 47, as the request says; null: the profile's, else the template's, else the workspace's.</summary>
    public string? Locale { get; init; }

    /// <summary>IANA name, as the request says; null likewise.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The message's id; <c>message.id</c> in templates.</summary>
    public string? MessageId { get; init; }

    /// <summary>How somebody looks at it, where it is opened; null while it is sent.</summary>
    public OpenLook? Open { get; init; }

    /// <summary>Rendered while a template is loaded: nobody waits, and a cold start may take its time.</summary>
    internal bool IsPatient { get; init; }

    /// <summary>The same message with other values of the person; its language and time zone stay.</summary>
    internal RenderScope With(Profile profile, string locale, string timeZone) => new()
    {
        Profile = profile, Now = Now, Data = Data, Locale = locale, TimeZone = timeZone, MessageId = MessageId, Open = Open, IsPatient = IsPatient,
    };

    private (CompiledMail Mail, ScriptModel Model)? parsed;

    private (Layout Layout, Rows Rows)? rows;

    /// <summary>The person and the data in the slots of one template's plans, read once for deciding and rendering all parts.</summary>
    internal Rows RowsFor(Layout layout)
    {
        if (rows is not { } known || !ReferenceEquals(known.Layout, layout))
        {
            rows?.Rows.Release();
            rows = known = (layout, Rows.Read(layout, this));
        }

        return known.Rows;
    }

    /// <summary>Gives the slots back; they are read again where they are asked for again.</summary>
    internal void Release()
    {
        rows?.Rows.Release();
        rows = null;
    }

    /// <summary>The person and the data as one template reads them, parsed once for deciding and rendering.</summary>
    internal ScriptModel ModelFor(CompiledMail mail)
    {
        if (parsed is not { } known || !ReferenceEquals(known.Mail, mail))
        {
            parsed = known = (mail, new ScriptModel(mail, this));
        }

        return known.Model;
    }
}
