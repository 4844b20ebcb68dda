using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;

namespace Renderer.Templates.Escaping;

/// <summary>Walks the forms of one part or block of HTML and finds where each output stands.</summary>
internal sealed class FormWalk
{
    // A loop's state settles in two turns; one more shows that it has.
    private const int MostTurns = 3;
    private readonly SourceText source;
    private readonly Findings findings;
    private readonly Dictionary<int, OutputPlace> places = [];

    // Outputs that no literal text has followed yet.
    private readonly List<int> recent = [];

    // Outputs that began the address that is open.
    private readonly List<int> starts = [];
    private readonly List<(HtmlState State, int At)> loops = [];
    private HtmlState state = HtmlState.Start;
    private bool isLeft;

    private FormWalk(SourceText source, Findings findings)
    {
        this.source = source;
        this.findings = findings;
    }

    /// <summary>Where each output stands, by its <see cref="Form.At"/>; statements that may write on their way are in it, too.</summary>
    public static Dictionary<int, OutputPlace> Places(IReadOnlyList<Form> forms, SourceText source, Findings findings)
    {
        var walk = new FormWalk(source, findings);
        walk.Whole(forms, "part_unclosed", source.Part is null ? "The source" : $"'{source.Part}'");
        return walk.places;
    }

    // A piece of its own: begins in content and must end there.
    private void Whole(IReadOnlyList<Form> forms, string code, string what)
    {
        var (outer, wasLeft) = (state, isLeft);
        (state, isLeft) = (HtmlState.Start with { IsHidden = false }, false);
        Body(forms);
        if (!isLeft && !state.IsContent && state.Phase is not (HtmlPhase.TagOpen or HtmlPhase.EndTagOpen))
        {
            findings.Error(code, $"{what} ends {state}, which begins here and is not closed; what follows it would be read as a part of that. Close it.", source.At(state.Opened));
        }

        (state, isLeft) = (outer, wasLeft);
        recent.Clear();
    }

    private void Body(IReadOnlyList<Form> forms)
    {
        foreach (var form in forms)
        {
            Walk(form);
        }
    }

    private void Walk(Form form)
    {
        switch (form)
        {
            case LiteralForm literal:
                Literal(literal);
                break;
            case OutputForm output:
                Output(output);
                break;
            case EvaluateForm evaluate:
                Note(evaluate.At);
                break;
            case ChoiceForm choice:
                Note(choice.At);
                choice.Branches.ToList().ForEach(b => Note(b.At));
                Branches([.. choice.Branches.Select(b => (b.At, b.Body)), (choice.At, choice.Otherwise)]);
                break;
            case LoopForm loop:
                Note(loop.At);
                Loop(loop.At, loop.Body);
                Branches([(loop.At, []), (loop.At, loop.Otherwise)]);
                break;
            case WhileForm loop:
                Note(loop.At);
                Loop(loop.At, loop.Body);
                break;
            case CaptureForm capture:
                Whole(capture.Body, "part_unclosed", $"What '{capture.Variable}' collects");
                break;
            case LeaveForm leave:
                Leave(leave);
                break;
            case BeyondForm beyond:
                Note(beyond.At);
                foreach (var body in beyond.Bodies)
                {
                    Loop(beyond.At, body);
                }

                foreach (var body in beyond.Apart)
                {
                    Whole(body, "part_unclosed", $"The body of '{beyond.What}'");
                }

                break;
        }
    }

    private void Literal(LiteralForm literal)
    {
        if (literal.Text.Length == 0)
        {
            return;
        }

        if (literal.Text[0] is '>' or '-' or '!')
        {
            recent.ForEach(at => places[at] = places[at] with { IsGuarded = places[at].IsGuarded || places[at].Kind == PlaceKind.Content });
        }

        recent.Clear();
        var wasInValue = state.Phase == HtmlPhase.Value;
        HtmlMachine.Walk(ref state, literal.Text, literal.At, () => starts.ForEach(at => places[at] = places[at] with { Kind = PlaceKind.UrlBefore }));
        if (wasInValue && state.Phase != HtmlPhase.Value)
        {
            starts.Clear();
        }
    }

    private void Output(OutputForm output)
    {
        var part = state.Kind == AttributeKind.Style || state.Phase == HtmlPhase.RawText ? state.Css.Url.Part : state.Url.Part;
        var place = OutputMachine.Place(ref state, out var refusal);
        if (refusal is not null)
        {
            findings.Error(refusal.Code, refusal.Message, source.At(output.At));
        }

        var found = place ?? new OutputPlace(PlaceKind.Comment);
        if (found.Kind is PlaceKind.UrlPath or PlaceKind.UrlQuery && PercentCalls.IsEncoded(output.Value))
        {
            found = found with { Kind = PlaceKind.UrlEncoded };
        }

        // Met again, in a loop: what holds for both.
        places[output.At] = places.TryGetValue(output.At, out var before) && before != found ? Stricter(before, found) : found;
        recent.Add(output.At);
        if (found.IsUrl && part is UrlPart.Start or UrlPart.Word)
        {
            starts.Add(output.At);
        }
    }

    private static OutputPlace Stricter(OutputPlace a, OutputPlace b) =>
        a.IsUrl && b.IsUrl ? b with { Kind = a.Kind == PlaceKind.UrlBefore ? a.Kind : PlaceKind.UrlQuery, IsGuarded = a.IsGuarded || b.IsGuarded }
        : b with { Kind = a.Kind == PlaceKind.CssName ? a.Kind : b.Kind, IsGuarded = a.IsGuarded || b.IsGuarded };

    // Where a statement stands that writes only on its way, as by calling a function of the template.
    private void Note(int at)
    {
        var copy = state;
        places.TryAdd(at, OutputMachine.Place(ref copy, out _) ?? new OutputPlace(PlaceKind.Comment));
    }

    private void Branches(IReadOnlyList<(int At, IReadOnlyList<Form> Body)> branches)
    {
        var begin = state;
        var wasLeft = isLeft;
        (HtmlState State, int At)? first = null;
        foreach (var (at, body) in branches)
        {
            (state, isLeft) = (begin, wasLeft);
            Body(body);
            if (isLeft)
            {
                continue;
            }

            if (first is not { } other)
            {
                first = (state, at);
            }
            else if (HtmlJoin.Of(other.State, state) is { } both)
            {
                first = (both, other.At);
            }
            else
            {
                var one = source.At(other.At);
                findings.Error(
                    "branches_differ",
                    $"This branch ends {state}, and the one at line {one.Line}, column {one.Column} ends {other.State}, so what follows would be read in two ways; let both open and close the same.",
                    source.At(at));
            }
        }

        (state, isLeft) = first is { } end ? (end.State, false) : (begin, true);
    }

    private void Loop(int at, IReadOnlyList<Form> body)
    {
        var wasLeft = isLeft;
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var begin = state;
            loops.Add((begin, at));
            Body(body);
            loops.RemoveAt(loops.Count - 1);
            if (isLeft)
            {
                (state, isLeft) = (begin, wasLeft);
                return;
            }

            if (HtmlJoin.Of(begin, state) is not { } both)
            {
                Differs(at, begin, state, source.At(at));
                state = begin;
                return;
            }

            state = both;
            if (both == begin)
            {
                return;
            }
        }
    }

    private void Leave(LeaveForm leave)
    {
        if (loops.Count > 0 && HtmlJoin.Of(loops[^1].State, state) is null)
        {
            Differs(loops[^1].At, loops[^1].State, state, source.At(leave.At));
        }

        isLeft = true;
    }

    private void Differs(int at, HtmlState begin, HtmlState end, Place place)
    {
        var loop = source.At(at);
        findings.Error(
            "branches_differ",
            $"The loop at line {loop.Line}, column {loop.Column} begins {begin} and ends {end}, so that its second turn would be read in another way; let a turn close what it opens.",
            place);
    }
}
