using System.Diagnostics;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>With the CRM hanging and 300 ms: who is cached is answered, each within 400 ms.</summary>
public sealed class BudgetTests
{
    private readonly ScriptedCrm crm = new();

    [Fact]
    public async Task Who_is_known_is_answered_in_time_while_the_crm_hangs()
    {
        await using var node = await Node.StartAsync(crm);
        for (var i = 0; i < 20; i++)
        {
            crm.Put($"p{i}", new { n = i });
            await node.ReadAsync($"p{i}");
        }

        crm.Hangs = true;
        Assert.True(await node.Changes.ExpireAsync(
            node.Workspace, [.. Enumerable.Range(0, 10).Select(i => Identifier.Id($"p{i}"))], null, all: false, default));
        await Task.WhenAll(Enumerable.Range(0, 21).Select(async i =>
        {
            var watch = Stopwatch.StartNew();
            var reading = await node.ReadAsync($"p{i}", within: 300);
            Assert.InRange(watch.ElapsedMilliseconds, 0, 400);
            switch (i)
            {
                case < 10:
                    reading.IsStale(i, Reason.Changed);
                    break;
                case < 20:
                    reading.IsFresh(i);
                    break;
                default:
                    reading.IsUnavailable(Reason.CrmTimeout);
                    break;
            }
        }));

        crm.Hangs = false;
        (await node.ReadAsync("p0")).IsFresh(0);
    }

    [Theory]
    [InlineData(Reason.CrmError)]
    [InlineData(Reason.CrmLimited)]
    [InlineData(Reason.CrmUnauthorized)]
    [InlineData(Reason.CrmTimeout)]
    public async Task Whatever_fails_the_old_value_is_stale_and_the_new_one_comes_at_once_afterwards(Reason failure)
    {
        crm.Put("p1", new { n = 1 });
        await using var node = await Node.StartAsync(crm);
        await node.ReadAsync("p1");
        await node.ExpireAsync("p1");
        crm.Fails = failure;
        (await node.ReadAsync("p1")).IsStale(1, Reason.Changed);
        crm.Fails = null;
        crm.Put("p1", new { n = 2 });
        (await node.ReadAsync("p1")).IsFresh(2);
    }

    [Fact]
    public async Task A_crm_that_throws_is_an_error_and_not_an_exception()
    {
        crm.BeforeLook = () => throw new InvalidOperationException("a bug");
        await using var node = await Node.StartAsync(crm);
        (await node.ReadAsync("p1")).IsUnavailable(Reason.CrmError);
        var many = await node.Reader.ReadManyAsync(node.Workspace, [Identifier.Id("p1")], new ReadSet(["n"]), node.Within(1000), default);
        many[0].IsUnavailable(Reason.CrmError);
    }
}
