using System.Diagnostics;
using Renderer.Model;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Segment.SegmentReads;

namespace Renderer.Tests.Profiles.Crm.Segment;

public sealed class ReadTests : IAsyncLifetime
{
    private ScriptedHost host = null!;

    public async ValueTask InitializeAsync() => host = await ScriptedHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("email", "A+b'c@X.example", "email:a%2Bb%27c%40x.example")]
    [InlineData("id", "Ünï/../x?y#z", "user_id:%C3%9Cn%C3%AF%2F..%2Fx%3Fy%23z")]
    [InlineData("device", "a1234", "anonymous_id:a1234")]
    public async Task A_name_is_encoded_whole(string kind, string value, string place)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (target, context) => ScriptedHost.WriteAsync(
            context, 200, target.Contains("/external_ids", StringComparison.Ordinal) ? Ids(("user_id", "u1")) : Traits("\"firstname\":\"Ann\""));

        Assert.Equal("Ann", (await connection.ReadAsync(new Identifier(kind, value))).Value("firstname"));
        Assert.All(host.Calls, call => Assert.Equal(place, call.Target.Split('?')[0].Split('/')[7]));
    }

    [Fact]
    public async Task Ids_are_asked_for_in_lower_case_where_the_space_has_them_so()
    {
        await using var connection = ScriptedHost.Connect(Settings(host, lowercase: true));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Traits("\"firstname\":\"Ann\",\"email\":\"Ann@x.example\""));

        var answer = await connection.ReadAsync(Identifier.Id("U1234"));

        Assert.Equal("u1234", answer.Person!.Id);
        Assert.Equal([Identifier.Email("ann@x.example")], answer.Person.Identifiers);
        Assert.Contains("/user_id:u1234/", Assert.Single(host.Calls).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_traits_are_all_of_them_and_the_pages_end_when_every_wanted_one_is_there()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        var many = Enumerable.Range(0, 200).Select(n => $"a_trait_with_a_long_name_{n}").ToArray();
        host.Answer = (target, context) => ScriptedHost.WriteAsync(context, 200, !target.Contains("next=", StringComparison.Ordinal)
            ? Traits(string.Join(',', many.Take(100).Select(name => $"\"{name}\":1")), "p2")
            : Traits(string.Join(',', many.Skip(100).Append("email").Select(name => $"\"{name}\":\"2\"")), "p3"));

        var answer = await connection.ReadAsync(Identifier.Id("u1"), many);

        Assert.Equal("2", answer.Value(many[150]));
        Assert.Equal(
            ["?limit=200", "?limit=200&next=p2"], host.Calls.Select(call => call.Target[call.Target.IndexOf('?', StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task A_list_without_end_is_an_error_and_ends()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Traits("\"x\":1", "again"));

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("u1"))).Reason);
        Assert.Equal(20, host.Calls.Count);
    }

    [Fact]
    public async Task Who_was_never_identified_is_filed_under_the_name_that_finds_them()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (target, context) => ScriptedHost.WriteAsync(
            context, 200, target.Contains("/external_ids", StringComparison.Ordinal) ? Ids(("anonymous_id", "a1")) : Traits("\"firstname\":\"Ann\""));

        var answer = await connection.ReadAsync(new Identifier("device", "a1"));

        Assert.Equal("anonymous_id:a1", answer.Person!.Id);
        Assert.Equal([new Identifier("device", "a1")], answer.Person.Identifiers);
    }

    [Fact]
    public async Task Whoever_has_several_user_ids_is_known_by_each()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (target, context) => ScriptedHost.WriteAsync(
            context, 200, target.Contains("/external_ids", StringComparison.Ordinal) ? Ids(("user_id", "u1"), ("user_id", "u2")) : Traits(""));

        var answer = await connection.ReadAsync(Identifier.Email("a@b.c"));

        Assert.Equal("u1", answer.Person!.Id);
        Assert.Equal([Identifier.Id("u2"), Identifier.Email("a@b.c")], answer.Person.Identifiers);
    }

    [Fact]
    public async Task Lists_and_numbers_keep_their_types()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Traits("""  "a":[1,"x"],"b":{"c":true},"n":12.5,"t":null  """));

        Assert.Equal("""{"a":[1,"x"],"b":{"c":true},"n":12.5,"t":null,"z":null}""", (await connection.ReadAsync(Identifier.Id("u1"), ["a", "b", "n", "t", "z"])).Text());
    }

    [Fact]
    public async Task After_a_429_nothing_leaves_for_a_second()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 429, """{"error":{"code":"rate_limit_error"}}""");
        Assert.Equal(Reason.CrmLimited, (await connection.ReadAsync(Identifier.Id("u1"))).Reason);
        var watch = Stopwatch.StartNew();
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Traits("\"firstname\":\"Ann\""));
        while ((await connection.ReadAsync(Identifier.Id("u1"))).Reason != Reason.None && watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(5);
        }

        Assert.InRange(watch.ElapsedMilliseconds, 800, 3000);
        Assert.Equal(2, host.Calls.Count);
    }
}
