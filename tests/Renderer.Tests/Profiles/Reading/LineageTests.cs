using Renderer.Model;
using Renderer.Profiles;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

public sealed class LineageTests
{
    private readonly ScriptedCrm crm = new();

    [Fact]
    public async Task Where_a_value_came_from_is_told_as_it_was_when_it_was_read()
    {
        crm.Put("p1", new { n = 1 });
        await using var node = await Node.StartAsync(crm);
        await node.ReadAsync("p1");
        await node.ExpireAsync("p1");
        crm.Fails = Reason.CrmError;
        var before = await node.ReadAsync("p1");

        await Task.Delay(100);
        await node.ExpireAsync("p1");
        var after = await node.ReadAsync("p1");

        Assert.Equal(before.Age, before.Lineage!("n")!.Age);
        Assert.Equal(after.Age, after.Lineage!("n")!.Age);
        Assert.Null(before.Lineage!("n")!.ChangedAt);
        Assert.Equal(ChangeScope.Person, after.Lineage!("n")!.Scope);
    }
}
