using Renderer.Model;
using Renderer.Profiles;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>A person is stored once and found by each of their names; never is one person's data shown to another.</summary>
public sealed class AliasTests
{
    private static readonly Identifier Ann = Identifier.Email("ann@people.example");
    private static readonly Identifier Anna = Identifier.Email("anna@people.example");

    private readonly ScriptedCrm crm = new();

    public AliasTests() => crm.Put("p1", new { n = 1 }, "ann@people.example");

    [Fact]
    public async Task What_was_fetched_by_e_mail_is_found_by_id_and_by_e_mail()
    {
        await using var node = await Node.StartAsync(crm);
        (await node.ReadAsync(Identifier.Email(" ANN@people.example"))).IsFresh(1);
        (await node.ReadAsync(Ann)).IsFresh(1);
        var byId = await node.ReadAsync("p1");
        byId.IsFresh(1);
        Assert.Equal(Identifier.Id("p1"), byId.Person);
        Assert.Equal(1, crm.Reads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_under_one_name_is_a_change_under_every_name(bool markedById)
    {
        await using var node = await Node.StartAsync(crm);
        await node.ReadAsync(Ann);
        crm.Put("p1", new { n = 2 }, "ann@people.example");
        Assert.True(await node.Changes.ExpireAsync(node.Workspace, [markedById ? Identifier.Id("p1") : Ann], null, all: false, default));
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsStale(1, Reason.Changed);
        (await node.ReadAsync(Ann)).IsStale(1, Reason.Changed);
        crm.Fails = null;
        (await node.ReadAsync(Ann)).IsFresh(2);
        (await node.ReadAsync("p1")).IsFresh(2);
    }

    [Fact]
    public async Task Who_is_found_by_a_name_that_the_person_gave_up_is_not_shown()
    {
        await using var node = await Node.StartAsync(crm);
        await node.ReadAsync(Ann);
        crm.Put("p1", new { n = 2 }, "anna@people.example");
        await node.ExpireAsync("p1");
        (await node.ReadAsync("p1")).IsFresh(2);
        (await node.ReadAsync(Ann)).IsMissing();
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync("p1")).IsFresh(2);
    }

    [Fact]
    public async Task A_name_that_is_known_to_have_moved_never_shows_the_old_owner_even_as_stale()
    {
        await using var node = await Node.StartAsync(crm);
        await node.ReadAsync(Ann);
        Assert.Equal(HookResult.Done, await node.HookAsync("changed p1 email anna@people.example"));
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync(Ann)).IsUnavailable(Reason.CrmError);
        (await node.ReadAsync(Anna)).IsUnavailable(Reason.CrmError);
        (await node.ReadAsync("p1")).IsFresh(1);
    }

    [Fact]
    public async Task A_name_that_passes_to_somebody_else_never_shows_the_one_who_had_it()
    {
        await using var node = await Node.StartAsync(crm);
        await node.ReadAsync(Ann);
        crm.Put("p1", new { n = 1 });
        crm.Put("p2", new { n = 2 }, "ann@people.example");
        Assert.Equal(HookResult.Done, await node.HookAsync("changed p2 email ann@people.example"));
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync(Ann)).IsUnavailable(Reason.CrmError);
        crm.Fails = null;
        var now = await node.ReadAsync(Ann);
        now.IsFresh(2);
        Assert.Equal(Identifier.Id("p2"), now.Person);
    }

    [Fact]
    public async Task A_mark_of_everything_still_allows_the_old_value_as_stale_by_e_mail()
    {
        await using var node = await Node.StartAsync(crm);
        await node.ReadAsync(Ann);
        Assert.Equal(HookResult.Done, await node.HookAsync("changed p1"));
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync(Ann)).IsStale(1, Reason.Changed);
    }

    [Fact]
    public async Task An_attribute_that_a_lookup_stands_for_moves_the_lookup()
    {
        var settings = Node.Crm with
        {
            Attributes = new Dictionary<string, AttributeMapping> { ["mail"] = new("email") },
        };
        await using var node = await Node.StartAsync(crm, settings: settings);
        await node.ReadAsync(Ann);
        Assert.Equal(HookResult.Done, await node.HookAsync("changed p1 mail"));
        crm.Fails = Reason.CrmError;
        (await node.ReadAsync(Ann)).IsUnavailable(Reason.CrmError);
        (await node.ReadAsync("p1")).IsFresh(1);
    }
}
