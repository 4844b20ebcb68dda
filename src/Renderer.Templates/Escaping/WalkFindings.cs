using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;

namespace Renderer.Templates.Escaping;

/// <summary>Says what a walk found wrong, and what to do about it.</summary>
internal sealed class WalkFindings(SourceText source, Findings findings)
{
    public void Refused(Refusal refusal, int at) => findings.Error(refusal.Code, refusal.Message, source.At(at));

    /// <param name="what">What was walked.</param>
    /// <param name="end">How it ends.</param>
    public void Unclosed(string what, HtmlState end) => findings.Error(
        "part_unclosed", $"{what} ends {end}, which begins here and is not closed; what follows it would be read as a part of that. Close it.", source.At(end.Opened));

    public void LeftOpen(HtmlState state, int at) => findings.Error(
        "part_unclosed", $"What is written ends here {state}; what follows it would be read as a part of that. Close it before.", source.At(at));

    public void TagsElsewhere(string what, int at, HtmlState state) => findings.Error(
        "part_unclosed", $"'{what}' writes tags of its own and cannot stand {state}.", source.At(at));

    public void TooDeep(int at) => findings.Error(
        "too_complex", "Loops within loops leave too many ways in which this could be read; let each turn close what it opens.", source.At(at));

    /// <param name="at">The branch.</param>
    /// <param name="end">How it ends.</param>
    /// <param name="otherAt">A branch before it.</param>
    /// <param name="other">How that one ends.</param>
    public void BranchDiffers(int at, HtmlState end, int otherAt, HtmlState other)
    {
        var one = source.At(otherAt);
        findings.Error(
            "branches_differ",
            $"This branch ends {end}, and the one at line {one.Line}, column {one.Column} ends {other}, so what follows would be read in two ways; let both open and close the same.",
            source.At(at));
    }

    /// <param name="loopAt">The loop.</param>
    /// <param name="begin">How its turns begin.</param>
    /// <param name="end">How one ends.</param>
    /// <param name="at">What ends it: the loop itself, or a statement that leaves.</param>
    public void TurnDiffers(int loopAt, HtmlState begin, HtmlState end, int at)
    {
        var loop = source.At(loopAt);
        findings.Error(
            "branches_differ",
            $"The loop at line {loop.Line}, column {loop.Column} begins {begin} and ends {end}, so that its second turn would be read in another way; let a turn close what it opens.",
            source.At(at));
    }

    public void Unclear(Notice notice, int at)
    {
        var (code, message) = notice switch
        {
            Notice.TagUnclear => (
                "branches_differ", "The branches before this end at different places of a tag, so that this would be read in two ways; begin it with a space, or end the tag."),
            Notice.ReferenceOpen => (
                "place_reference", "A character reference ends without ';' where something else may go on with it; write it whole, or '&amp;' where the '&' is meant."),
            _ => ("place_scheme", "The ':' here makes an address's scheme of values that cannot be told together; write the scheme out, as https:// before them."),
        };
        findings.Error(code, message, source.At(at));
    }
}
