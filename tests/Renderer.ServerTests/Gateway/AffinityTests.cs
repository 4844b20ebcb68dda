using Renderer.Server.Gateway;
using Xunit;

namespace Renderer.ServerTests.Gateway;

public sealed class AffinityTests : IAsyncLifetime
{
    private readonly List<TestNode> nodes = [];
    private Front front = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            nodes.Add(await TestNode.StartAsync(name));
        }

        front = await Front.StartAsync(nodes);
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_recipient_keeps_to_one_node_and_recipients_spread()
    {
        var first = await AskAllAsync();
        Assert.Equal(first, await AskAllAsync());
        // Nodes' ports differ from run to run, and the spread with them: 100 each expected, standard deviation 8.
        Assert.All(nodes, node => Assert.InRange(first.Count(answer => answer == node.Name), 60, 140));

        async Task<string[]> AskAllAsync() =>
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => front.AskAsync($"/v1/render/welcome?id=p{i:0000}")));
    }

    [Fact]
    public async Task The_header_comes_before_the_query_and_works_on_any_method()
    {
        for (var i = 0; i < 20; i++)
        {
            var key = $"p{i:0000}";
            var home = await front.AskAsync($"/v1/render/welcome?id={key}");
            Assert.Equal(home, await front.AskAsync("/v1/render/welcome", HttpMethod.Post, key));
            Assert.Equal(home, await front.AskAsync("/v1/render/cart?id=somebody-else", affinity: key));
        }
    }

    [Fact]
    public async Task An_address_is_one_recipient_however_it_is_written()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(
                await front.AskAsync($"/v1/render/welcome?email=p{i:0000}%40people.example"),
                await front.AskAsync($"/v1/render/welcome?email=P{i:0000}@People.Example"));
        }
    }

    [Fact]
    public void Another_gateway_and_another_day_choose_the_same_node()
    {
        Assert.Equal(16552553014046978745ul, AffinityPolicy.Score("p0001", "http://10.0.0.7:5080"));
        Assert.NotEqual(AffinityPolicy.Score("p0001", "http://10.0.0.7:5080"), AffinityPolicy.Score("p0002", "http://10.0.0.7:5080"));
    }

    [Fact]
    public async Task Without_a_recipient_a_request_goes_where_the_fewest_are_in_flight()
    {
        var release = new TaskCompletionSource();
        foreach (var node in nodes.Take(2))
        {
            var usual = node.Answer;
            node.Answer = async context =>
            {
                await release.Task;
                await usual(context);
            };
        }

        // Each of the two holds what it gets, until the third is the least busy for good.
        var held = Enumerable.Range(0, 12).Select(_ => front.AskAsync("/v1/render/welcome", HttpMethod.Post)).ToArray();
        await Eventually.HoldsAsync(() => Task.FromResult(nodes.Take(2).All(node => !node.Seen.IsEmpty)));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("c", await front.AskAsync("/v1/render/welcome", HttpMethod.Post));
        }

        release.SetResult();
        await Task.WhenAll(held);
    }

    [Fact]
    public async Task When_a_node_is_away_only_its_own_recipients_move_and_they_come_back()
    {
        var targets = Enumerable.Range(0, 60).Select(i => $"/v1/render/welcome?id=p{i:0000}").ToArray();
        var before = await Task.WhenAll(targets.Select(target => front.AskAsync(target)));
        await nodes[0].KillAsync();
        var during = await Task.WhenAll(targets.Select(target => front.AskAsync(target)));
        Assert.DoesNotContain("a", during);
        Assert.All(before.Zip(during).Where(pair => pair.First != "a"), pair => Assert.Equal(pair.First, pair.Second));
        await nodes[0].StartAsync();
        await Eventually.HoldsAsync(async () =>
            (await Task.WhenAll(targets.Select(target => front.AskAsync(target)))).AsEnumerable().SequenceEqual(before));
    }
}
