using System.Text;
using Renderer.Ledger;
using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Ledger;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Messages;

/// <summary>What readings of a person say about whether they may be used.</summary>
public sealed class PersonStepTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_refusal_is_taken_back_by_what_is_known_to_be_fresh_alone()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        using var bench = Bench();
        var (step, order) = (Step(bench, rig, (await rig.OpenAsync()).Store.Consents), Order());
        step.Note(order, Reading(rig, wants: false));
        Assert.True(step.IsWithheld(order));

        step.Note(order, Reading(rig, wants: true) with { State = ProfileState.Stale, StaleAttributes = ReadSet.Everything });
        step.Note(order, Reading(rig, wants: true) with { State = ProfileState.Stale, StaleAttributes = new ReadSet(["wants_personal", "n"]) });
        step.Note(order, Reading(rig, wants: true) with { State = ProfileState.Unavailable, Profile = Profile.Empty });
        Assert.True(step.IsWithheld(order));

        step.Note(order, Reading(rig, wants: true) with { State = ProfileState.Stale, StaleAttributes = new ReadSet(["n"]) });
        Assert.False(step.IsWithheld(order));
    }

    [Fact]
    public async Task A_stale_refusal_holds_for_its_own_message_and_is_not_noted()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        using var bench = Bench();
        var (step, order) = (Step(bench, rig, (await rig.OpenAsync()).Store.Consents), Order());
        var stale = Reading(rig, wants: false) with { State = ProfileState.Stale, StaleAttributes = ReadSet.Everything };
        step.Note(order, stale);

        var person = await step.ReadAsync(bench.Template(), order, stale, default);
        Assert.Equal(Reason.ConsentWithdrawn, person.Reason);
        Assert.False(step.IsWithheld(order));
    }

    private static Workbench Bench() =>
        Workbench.Mail("<p>{{ profile.n }}</p>", ("workspace.yaml", "consent: {personalization: wants_personal}\n"));

    // Every reading is at hand here: no CRM is asked.
    private static PersonStep Step(Workbench bench, LedgerRig rig, Consents consents)
    {
        var library = new TemplateLibrary(publishedRule: false);
        library.Put(bench.Load());
        Assert.Equal("wants_personal", library.Settings(WorkspaceName.Default).Consent.Personalization);
        return new PersonStep(null!, library, consents, rig.Ring);
    }

    private static MessageOrder Order() => new()
    {
        Workspace = WorkspaceName.Default,
        Template = "mail",
        Recipient = Identifier.Id("ann"),
        Budget = Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(5)),
    };

    private static ProfileReading Reading(LedgerRig rig, bool wants) => new()
    {
        State = ProfileState.Fresh,
        Profile = new Profile(Encoding.UTF8.GetBytes(wants ? """{"wants_personal":true}""" : """{"wants_personal":false}""")),
        OpaqueNames = rig.Names("ann"),
    };
}
