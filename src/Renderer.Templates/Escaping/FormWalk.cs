using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;

namespace Renderer.Templates.Escaping;

/// <summary>Walks the forms of one part or block, of HTML or JSON, and finds where each output stands.</summary>
internal sealed class FormWalk
{
    // A loop's state settles in two or three turns; more only where a word grows, which then is given up.
    private const int MostTurns = 10;

    // In characters: loops in loops multiply.
    private const long LeastBudget = 1_000_000;
    private const int TurnsOfAll = 64;
    private const int CostOfForm = 16;
    private readonly WalkFindings findings;
    private readonly WrittenWalk written;
    private readonly List<Enclosure> around = [];
    private WalkPoint now = WalkPoint.At(HtmlState.Start);
    private bool isLeft;
    private long budget;

    private FormWalk(SourceText source, Findings findings, bool isScene)
    {
        this.findings = new WalkFindings(source, findings);
        written = new WrittenWalk(this.findings, isScene);
        budget = LeastBudget + ((long)source.Text.Length * TurnsOfAll);
    }

    /// <summary>Where each output stands, by its <see cref="Form.At"/>; statements that may write on their way are in it, too.</summary>
    public static Dictionary<int, OutputPlace> Places(IReadOnlyList<Form> forms, SourceText source, Findings findings, bool isScene = false)
    {
        var walk = new FormWalk(source, findings, isScene);
        walk.Whole(EnclosureKind.Whole, forms, source.Part is null ? "The source" : $"'{source.Part}'");
        return walk.written.Places;
    }

    /// <summary>The same of a source that is JSON.</summary>
    public static Dictionary<int, OutputPlace> PlacesOfJson(IReadOnlyList<Form> forms, SourceText source, Findings findings)
    {
        var walk = new FormWalk(source, findings, isScene: false) { now = WalkPoint.At(HtmlState.StartOfJson) };
        walk.Within(new Enclosure(EnclosureKind.Whole, walk.now), forms);
        if (!walk.isLeft && walk.now.Html.Json.IsInString)
        {
            walk.findings.Unclosed($"'{source.Part}'", walk.now.Html);
        }

        return walk.written.Places;
    }

    // A piece of its own: begins in content and must end there.
    private void Whole(EnclosureKind kind, IReadOnlyList<Form> forms, string what)
    {
        var (outer, wasLeft) = (now, isLeft);
        (now, isLeft) = (WalkPoint.At(HtmlState.Start), false);
        Within(new Enclosure(kind, outer), forms);
        if (!isLeft && !now.Html.IsContent && now.Html.Phase is not (HtmlPhase.TagOpen or HtmlPhase.EndTagOpen))
        {
            findings.Unclosed(what, now.Html);
        }

        (now, isLeft) = (outer with { Recent = [] }, wasLeft);
    }

    private void Within(Enclosure enclosure, IReadOnlyList<Form> forms)
    {
        around.Add(enclosure);
        Body(forms);
        around.RemoveAt(around.Count - 1);
    }

    private void Body(IReadOnlyList<Form> forms)
    {
        foreach (var form in forms)
        {
            if ((budget -= CostOfForm) < 0)
            {
                findings.TooDeep(form.At);
                return;
            }

            Walk(form);
        }
    }

    private void Walk(Form form)
    {
        switch (form)
        {
            case LiteralForm { Text.Length: > 0 } literal:
                budget -= literal.Text.Length;
                now = written.Literal(now, literal);
                break;
            case OutputForm output:
                now = written.Output(now, output);
                break;
            case EvaluateForm evaluate:
                written.Note(now, evaluate.At);
                break;
            case ChoiceForm choice:
                written.Note(now, choice.At);
                choice.Branches.ToList().ForEach(b => written.Note(now, b.At));
                Branches([.. choice.Branches.Select(b => (b.At, b.Body)), (choice.At, choice.Otherwise)]);
                break;
            case LoopForm loop:
                written.Note(now, loop.At);
                if (loop.IsTable && now.Html.Phase != HtmlPhase.Content)
                {
                    findings.TagsElsewhere("tablerow", loop.At, now.Html);
                }

                Loop(loop.At, [loop.Body, loop.Otherwise]);
                break;
            case WhileForm loop:
                written.Note(now, loop.At);
                Loop(loop.At, [loop.Body]);
                break;
            case CaptureForm capture:
                Whole(EnclosureKind.Capture, capture.Body, $"What '{capture.Variable}' collects");
                break;
            case LeaveForm leave:
                Leave(leave.At, leave.Goes);
                break;
            case BeyondForm beyond:
                Beyond(beyond);
                break;
        }
    }

    private void Beyond(BeyondForm beyond)
    {
        written.Note(now, beyond.At);
        if (beyond.WritesTags && now.Html.Phase != HtmlPhase.Content)
        {
            findings.TagsElsewhere(beyond.What, beyond.At, now.Html);
        }

        if (beyond.IsLoop)
        {
            Loop(beyond.At, beyond.Bodies);
        }
        else
        {
            beyond.Bodies.ToList().ForEach(body => Turns(beyond.At, body, null));
        }

        foreach (var body in beyond.Apart)
        {
            Whole(EnclosureKind.Whole, body, $"The body of '{beyond.What}'");
        }

        if (beyond.EndsScript)
        {
            Leave(beyond.At, null);
        }
    }

    private void Branches(IReadOnlyList<(int At, IReadOnlyList<Form> Body)> branches)
    {
        var (begin, wasLeft) = (now, isLeft);
        (WalkPoint Point, int At)? first = null;
        foreach (var (at, body) in branches)
        {
            (now, isLeft) = (begin, wasLeft);
            Body(body);
            if (isLeft)
            {
                continue;
            }

            if (first is not { } other)
            {
                first = (now, at);
            }
            else if (WalkPoint.Join(other.Point, now) is { } both)
            {
                first = (both, other.At);
            }
            else
            {
                findings.BranchDiffers(at, now.Html, other.At, other.Point.Html);
            }
        }

        (now, isLeft) = first is { } end ? (end.Point, false) : (begin, true);
    }

    // A body, and what is done when it had no turn.
    private void Loop(int at, IReadOnlyList<IReadOnlyList<Form>> bodies)
    {
        var (begin, wasLeft) = (now, isLeft);
        var loop = Turns(at, bodies[0], EnclosureKind.Loop)!;
        var end = JoinAll(now, loop.Breaks, at);
        foreach (var otherwise in bodies.Skip(1).Where(b => b.Count > 0))
        {
            (now, isLeft) = (begin, wasLeft);
            var enclosure = new Enclosure(EnclosureKind.LoopElse, begin);
            Within(enclosure, otherwise);
            if (!isLeft && WalkPoint.Join(end, now) is null)
            {
                findings.BranchDiffers(otherwise[0].At, now.Html, at, end.Html);
            }

            end = isLeft ? end : WalkPoint.Join(end, now) ?? end;
            end = JoinAll(end, [.. enclosure.Breaks, .. enclosure.Continues], at);
        }

        (now, isLeft) = (end, wasLeft);
    }

    // Any number of turns; with a kind, statements that leave leave these. Ends at what each turn may begin with.
    private Enclosure? Turns(int at, IReadOnlyList<Form> body, EnclosureKind? kind)
    {
        var wasLeft = isLeft;
        Enclosure? enclosure = null;
        for (var turn = 0; ; turn++)
        {
            var begin = now;
            if (kind is { } known)
            {
                enclosure = new Enclosure(known, begin);
                Within(enclosure, body);
            }
            else
            {
                Body(body);
            }

            var joined = JoinAll(begin, isLeft ? [] : [(now, at)], at);
            joined = JoinAll(joined, enclosure?.Continues ?? [], at);
            (now, isLeft) = (joined, wasLeft);
            if (begin.Covers(joined))
            {
                return enclosure;
            }

            if (turn == MostTurns || budget < 0)
            {
                findings.TooDeep(at);
                return enclosure;
            }
        }
    }

    private WalkPoint JoinAll(WalkPoint to, IEnumerable<(WalkPoint Point, int At)> ends, int loop)
    {
        foreach (var (point, at) in ends)
        {
            if (WalkPoint.Join(to, point) is { } both)
            {
                to = both;
            }
            else
            {
                findings.TurnDiffers(loop, to.Html, point.Html, at);
            }
        }

        return to;
    }

    // Null goes to the end of the script or function.
    private void Leave(int at, Leave? goes)
    {
        var here = now;
        for (var i = around.Count - 1; i >= 0 && !isLeft; i--)
        {
            var enclosure = around[i];
            if (enclosure.IsLoop)
            {
                isLeft = enclosure.Leave(here, at, goes);
                continue;
            }

            if (!here.Html.IsContent)
            {
                findings.LeftOpen(here.Html, at);
            }

            isLeft = enclosure.Kind == EnclosureKind.Whole;
            here = enclosure.Outer;
        }
    }
}
