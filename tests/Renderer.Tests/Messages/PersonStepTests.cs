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
    public async Task A_refusal_of_an_attribute_is_taken_back_by_that_attribute_where_it_is_known_to_be_fresh_alone()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        using var bench = Bench();
        var step = Step(bench, rig, (await rig.OpenAsync()).Store.Consents);
        var (no, yes) = (Reading(rig, wants: false), Reading(rig, wants: true));
        var unavailable = yes with { State = ProfileState.Unavailable, Profile = Profile.Empty };
        Assert.True(await IsWithheldAsync(no));

        // The CRM is asked all the same: nothing else could take it back.
        Assert.False(step.IsWithheld(Order()));
        Assert.True(await IsWithheldAsync(yes with { State = ProfileState.Stale, StaleAttributes = ReadSet.Everything }));
        Assert.True(await IsWithheldAsync(yes with { State = ProfileState.Stale, StaleAttributes = new ReadSet(["wants_personal", "n"]) }));
        Assert.True(await IsWithheldAsync(unavailable));
        Assert.True(await IsWithheldAsync(unavailable with { OpaqueNames = [] }));
        Assert.True(await IsWithheldAsync(null));

        Assert.False(await IsWithheldAsync(yes with { State = ProfileState.Stale, StaleAttributes = new ReadSet(["n"]) }));
        Assert.False(await IsWithheldAsync(unavailable));
        Assert.False(await IsWithheldAsync(null));

        Assert.True(await IsWithheldAsync(no));
        Assert.False(await IsWithheldAsync(yes));

        // As a send does: what was read is noted, and judged.
        async Task<bool> IsWithheldAsync(ProfileReading? reading)
        {
            var order = Order() with { Fetch = reading is not null };
            if (reading is not null)
            {
                step.Note(order, reading);
            }

            return (await step.ReadAsync(bench.Template(), order, reading, default)).Reason == Reason.ConsentWithdrawn;
        }
    }

    [Fact]
    public async Task Whoever_stated_that_they_refuse_is_not_looked_up_and_no_attribute_takes_that_back()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        using var bench = Bench();
        var consents = (await rig.OpenAsync()).Store.Consents;
        var (step, order) = (Step(bench, rig, consents), Order());
        await consents.ChangeAsync(order.Workspace, rig.Names("ann"), before => before with { Personalization = Consent.Withdrawn }, "test");
        Assert.True(step.IsWithheld(order));

        // Without a reading: asking the CRM, which is none here, would throw.
        Assert.Equal(Reason.ConsentWithdrawn, (await step.ReadAsync(bench.Template(), order, null, default)).Reason);
        step.Note(order, Reading(rig, wants: true));
        Assert.Equal(Reason.ConsentWithdrawn, (await step.ReadAsync(bench.Template(), order, Reading(rig, wants: true), default)).Reason);

        await consents.ChangeAsync(order.Workspace, rig.Names("ann"), before => before with { Personalization = Consent.Granted }, "test");
        Assert.Equal(default, (await step.ReadAsync(bench.Template(), order, Reading(rig, wants: true), default)).Reason);
    }

    [Fact]
    public async Task A_stale_refusal_holds_for_its_own_message_and_is_not_noted()
    {
        await using var rig = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        using var bench = Bench();
        var consents = (await rig.OpenAsync()).Store.Consents;
        var (step, order) = (Step(bench, rig, consents), Order());
        var stale = Reading(rig, wants: false) with { State = ProfileState.Stale, StaleAttributes = ReadSet.Everything };
        step.Note(order, stale);

        var person = await step.ReadAsync(bench.Template(), order, stale, default);
        Assert.Equal(Reason.ConsentWithdrawn, person.Reason);
        Assert.Equal(default, consents.Find(order.Workspace, rig.Names("ann")));
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
