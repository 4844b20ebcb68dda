using Renderer.Ledger;
using Renderer.Messages.Library;
using Renderer.Model;

namespace Renderer.Server.Open;

/// <summary>Takes down what was asked for of a delivered mail: counted always, and of the person where they agreed to it.</summary>
internal sealed class OpenLog(OpenEvents events, ISealing sealing, ErasureBoard erased, TemplateLibrary library)
{
    /// <summary>Takes it down and returns at once. Nothing of who asked is kept but the verdict: no address, no user agent.</summary>
    public void Write(OpenAsk ask, OpenShown shown)
    {
        OpenMetrics.Count(ask, shown.Outcome, shown.Reason);
        var facts = ask.Facts;
        events.Write(new OpenEvent
        {
            Workspace = facts.Workspace,
            At = ask.At,
            Kind = ask.Kind,
            Class = ask.Verdict.Class,
            Person = shown.Reason == Reason.Erased ? null : PersonOf(facts),
            Message = facts.Message.Hash,
            Template = Counted(facts, Said(shown.Template) ?? TemplateOf(facts)),
            Version = Said(shown.Version) ?? (facts.Version.Bits == 0 ? "" : facts.Version.ToString()),
            Slot = Counted(facts, shown.Template, shown.Slot ?? ""),
            Variant = shown.Variant ?? "",
            Segment = shown.Segment ?? "",
        });
    }

    /// <summary>The opaque name of whom it is recorded; null for somebody who was erased since the link was made: it is nobody's for ever.</summary>
    private string? PersonOf(LinkFacts facts)
    {
        var name = facts.Recipient ?? (facts.Person is { } person ? PersonNames.Opaque(sealing, facts.Workspace, person) : null);
        return name is null || IsErased(erased, facts) ? null : name;
    }

    /// <summary>Whether a link's person was erased after it was made.</summary>
    public static bool IsErased(ErasureBoard erased, LinkFacts facts)
    {
        var at = facts.Person is { } person ? erased.ErasedAt(facts.Workspace, person) : null;
        at = facts.Recipient is { } name && erased.ErasedAt(facts.Workspace, name) is { } other && (at is null || other > at) ? other : at;

        // A link says its second alone: made in the second of the erasure it counts as older.
        return at is { } when && facts.MadeAt <= when;
    }

    // A link without a version was not made by us: its path is anybody's to write, and each name is a row that is counted.
    private string Counted(LinkFacts facts, string template) =>
        facts.Version.Bits != 0 || library.Names(facts.Workspace).Contains(template) ? template : "";

    private string Counted(LinkFacts facts, string? template, string slot) =>
        facts.Version.Bits != 0 || library.Find(facts.Workspace, template ?? "", null).Template?.Slots.Any(one => one.Name == slot) == true ? slot : "";

    private static string? Said(string? name) => name is { Length: > 0 } ? name : null;

    private string TemplateOf(LinkFacts facts) =>
        facts.Template.Text ?? facts.Template.Among(library.Names(facts.Workspace)) ?? facts.Template.ToString();
}

/// <summary>What was shown, or where a click led; what is left out the link says.</summary>
internal readonly record struct OpenShown(
    Outcome Outcome, string? Template = null, string? Version = null, string? Slot = null, string? Variant = null, string? Segment = null,
    Reason Reason = Reason.None);
