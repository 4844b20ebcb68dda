using Renderer.Templates.Forms;

namespace Renderer.Templates.Escaping;

/// <summary>Walks what is written, literal text and outputs, from point to point, and keeps the places that it finds.</summary>
/// <param name="findings">Takes what is wrong.</param>
/// <param name="isScene">It is XML, where a comment must not even hold two hyphens.</param>
internal sealed class WrittenWalk(WalkFindings findings, bool isScene)
{
    private readonly FoundPlaces places = new();

    public Dictionary<int, OutputPlace> Places => places.All;

    public WalkPoint Literal(WalkPoint now, LiteralForm literal)
    {
        if (literal.Text[0] is '>' or '-' or '!')
        {
            places.Change(now.Recent, p => p with { IsGuarded = p.IsGuarded || p.Kind == PlaceKind.Content });
        }

        var html = now.Html;
        now = now with { Recent = [] };
        HtmlMachine.Walk(ref html, literal.Text, literal.At, notice => now = Hear(now, notice, literal.At));
        return now with { Html = html };
    }

    public WalkPoint Output(WalkPoint now, OutputForm output)
    {
        var isFirst = now.Html.Phase == HtmlPhase.BeforeValue;
        var url = isFirst ? default : now.Html.OpenUrl;
        now = isFirst ? Hear(now, Notice.AddressBegins, output.At) : now;
        var html = now.Html;
        var place = OutputMachine.Place(ref html, out var refusal);
        if (refusal is not null)
        {
            findings.Refused(refusal, output.At);
        }

        if (isScene && place is { } written && (written.Kind == PlaceKind.Comment || written.IsGuarded))
        {
            findings.Refused(Refusal.Comment, output.At);
        }

        var found = place ?? new OutputPlace(PlaceKind.Comment);
        if (found.Kind is PlaceKind.UrlPath or PlaceKind.UrlQuery && PercentCalls.IsEncoded(output.Value))
        {
            found = found with { Kind = PlaceKind.UrlEncoded };
        }

        places.Add(output.At, found);
        return new WalkPoint(
            html,
            now.Recent.Add(output.At),
            found.IsUrl && url.IsStart ? now.Starts.Add(output.At) : now.Starts,
            found.IsUrl && url.IsHostStart ? now.Hosts.Add(output.At) : now.Hosts);
    }

    /// <summary>A statement that writes only on its way.</summary>
    public void Note(WalkPoint now, int at)
    {
        var copy = now.Html;
        places.Note(at, OutputMachine.Place(ref copy, out _));
    }

    private WalkPoint Hear(WalkPoint now, Notice notice, int at)
    {
        switch (notice)
        {
            case Notice.AddressBegins:
                return now with { Starts = [], Hosts = [] };
            case Notice.HostGoesOn:
                return now with { Hosts = [] };
            case Notice.SchemeOfValue:
                places.Change(now.Starts, p => p with { Kind = PlaceKind.UrlBefore });
                return now;
            case Notice.HostOfValue:
                places.Change(now.Hosts, p => p with { IsAlone = true });
                return now;
            default:
                findings.Unclear(notice, at);
                return now;
        }
    }
}
