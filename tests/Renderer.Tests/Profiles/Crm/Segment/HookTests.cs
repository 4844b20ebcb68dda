using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Segment;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Segment.SegmentReads;

namespace Renderer.Tests.Profiles.Crm.Segment;

public sealed class HookTests : IAsyncLifetime
{
    // As Segment's documents print them (CC-BY-4.0, segmentio/segment-docs).
    private const string Identified = """
        {"anonymousId":"507f191e810c19729de860ea","channel":"browser","context":{"ip":"8.8.8.8"},"integrations":{"All":false,"Mixpanel":true,"Salesforce":true},
         "messageId":"022bb90c-bbac-11e4-8dfc-aa07a5b093db","receivedAt":"2015-02-23T22:28:55.387Z","sentAt":"2015-02-23T22:28:55.111Z","timestamp":"2015-02-23T22:28:55.111Z",
         "traits":{"name":"Peter Gibbons","email":"peter@example.com","plan":"premium","logins":5,"address":{"street":"6th St","city":"San Francisco","state":"CA","postalCode":"94103","country":"USA"}},
         "type":"identify","userId":"97980cfea0067","version":"1.1"}
        """;

    private const string Tracked = """
        {"anonymousId":"23adfd82-aa0f-45a7-a756-24f2a7a4c895","context":{"library":{"name":"analytics.js","version":"2.11.1"},"traits":{"username":"testing-123"},"ip":"108.0.78.21"},
         "event":"Course Clicked","integrations":{},"messageId":"ajs-f8ca1e4de5024d9430b3928bd8ac6b96","properties":{"title":"Intro to Analytics"},"type":"track","userId":"AiUGstSDIg"}
        """;

    private const string Grouped = """
        {"anonymousId":"507f191e810c19729de860ea","channel":"browser","traits":{"name":"Initech","industry":"Technology","employees":329,"plan":"enterprise","total billed":830},
         "type":"group","userId":"97980cfea0067","groupId":"0e8c78ea9d97a7b8185e8632","version":"1.1"}
        """;

    private ScriptedHost host = null!;

    public async ValueTask InitializeAsync() => host = await ScriptedHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("""{"type":"identify","userId":"u1"}""", "39a029a73df287f872564368c02c1a3df5d17509", true)]
    [InlineData("""{"type":"identify","userId":"u1"}""", "39A029A73DF287F872564368C02C1A3DF5D17509", true)]
    [InlineData("""[{"type":"identify","userId":"u1"},{"type":"track"}]""", "39a029a73df287f872564368c02c1a3df5d17509", true)]
    [InlineData("""[ { "type" : "identify", "userId" : "u1" } ]""", "39a029a73df287f872564368c02c1a3df5d17509", true)]
    [InlineData("""[{"type":"\u0069dentify","userId":"u1"}]""", "39a029a73df287f872564368c02c1a3df5d17509", true)]
    [InlineData("""{"type":"identify","userId":"u2"}""", "39a029a73df287f872564368c02c1a3df5d17509", false)]
    [InlineData("""[{"type":"track"},{"type":"identify","userId":"u1"}]""", "39a029a73df287f872564368c02c1a3df5d17509", false)]
    [InlineData("""{"type":"identify","userId":"u1"}""", "39a029a73df287f872564368c02c1a3df5d1750", false)]
    [InlineData("""{"type":"identify","userId":"u1"}""", "zza029a73df287f872564368c02c1a3df5d17509", false)]
    [InlineData("""{"type":"identify","userId":"u1"}""", "", false)]
    [InlineData("[]", "39a029a73df287f872564368c02c1a3df5d17509", false)]
    public async Task The_first_event_is_what_is_signed(string body, string signature, bool genuine)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));

        Assert.Equal(genuine, connection.ReadHook(Delivery(body, signature)).Genuine);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_taken()
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with { HookSecret = null });

        Assert.False(connection.ReadHook(Delivery("{}", Sign("", "{}"))).Genuine);
    }

    [Theory]
    [InlineData("""[{"a":[],"b":{},"c":[1,[2,{"d":null}],"x"],"e":-1.50E+3,"f":true}, 2]""", """{"a":[],"b":{},"c":[1,[2,{"d":null}],"x"],"e":-1.50E+3,"f":true}""")]
    [InlineData(""" [ "a\u0001\/\u00e9\ud83d\ude00\"\\\b\t\n\f\r" ] """, "\"a\\u0001/é😀\\\"\\\\\\b\\t\\n\\f\\r\"")]
    [InlineData("""[[]]""", "[]")]
    [InlineData("""{ "a" : 1 }""", """{"a":1}""")]
    [InlineData("""[{"a":1}""", """{"a":1}""")]
    [InlineData("""[{"a":1""", null)]
    [InlineData("", null)]
    [InlineData("[]", null)]
    public void The_first_is_written_as_JavaScript_would(string json, string? first) =>
        Assert.Equal(first, CompactJson.First(Encoding.UTF8.GetBytes(json)) is { } bytes ? Encoding.UTF8.GetString(bytes) : null);

    [Fact]
    public async Task An_identify_names_its_traits_and_the_address()
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with
        {
            Attributes = new Dictionary<string, AttributeMapping> { ["full_name"] = new("name"), ["where"] = new("address") },
        });

        var change = Assert.Single(Changes(connection, Identified));

        Assert.Equal((Identifier.Id("97980cfea0067"), ChangeKind.Changed, Identifier.Email("peter@example.com")), (change.Person, change.Kind, change.NowAlso));
        Assert.Equal(["address", "email", "full_name", "logins", "name", "plan", "where"], change.Attributes!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_people_do_and_what_groups_are_changes_no_traits_of_a_user()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));

        Assert.Empty(Changes(connection, Tracked));
        Assert.Empty(Changes(connection, Grouped));
    }

    [Fact]
    public async Task An_alias_changes_both_names_and_a_deletion_forgets()
    {
        await using var connection = ScriptedHost.Connect(Settings(host, lowercase: true));

        Assert.Equal(
            [Identifier.Id("old"), Identifier.Id("new")], Changes(connection, """{"type":"alias","previousId":"Old","userId":"New"}""").Select(change => change.Person));
        var gone = Assert.Single(Changes(connection, """{"type":"delete","userId":"u1"}"""));
        Assert.Equal((Identifier.Id("u1"), ChangeKind.Deleted, null), (gone.Person, gone.Kind, gone.Attributes));
    }

    [Fact]
    public async Task A_deletion_behind_the_signed_event_only_reads_anew()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        const string first = """{"type":"identify","userId":"u1","traits":{"a":1}}""";

        var changes = connection.ReadHook(Delivery($$"""[{{first}},{"type":"delete","userId":"u2"}]""", Sign("sharedsecret", first))).Changes;

        Assert.Equal([(Identifier.Id("u1"), ChangeKind.Changed), (Identifier.Id("u2"), ChangeKind.Changed)], changes.Select(change => (change.Person, change.Kind)));
    }

    [Fact]
    public async Task Who_is_anonymous_is_named_by_a_lookup_or_an_address_or_not_at_all()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));

        Assert.Equal(new Identifier("device", "a1"), Assert.Single(Changes(connection, """{"type":"identify","anonymousId":"a1","traits":{"x":1}}""")).Person);
        Assert.Equal(Identifier.Email("a@b.c"), Assert.Single(Changes(connection, """{"type":"identify","traits":{"email":"A@b.c"}}""")).Person);
        Assert.Empty(Changes(connection, """{"type":"identify","traits":{"x":1}}"""));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("[1]")]
    [InlineData("""{"type":7,"userId":{}}""")]
    [InlineData("""{"type":"identify","userId":"u1","traits":[],"x":"\ud800"}""")]
    public async Task What_is_no_event_changes_nobody_that_is_not_named(string body)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        var reading = connection.ReadHook(Delivery(body, Sign("sharedsecret", body)));

        Assert.True(reading.Genuine);
        Assert.All(reading.Changes, change => Assert.Null(change.Attributes));
    }

    private static IReadOnlyList<CrmChange> Changes(ICrmConnection connection, string body)
    {
        var first = Encoding.UTF8.GetString(CompactJson.First(Encoding.UTF8.GetBytes(body))!);
        var reading = connection.ReadHook(Delivery(body, Sign("sharedsecret", first)));
        Assert.True(reading.Genuine);
        return reading.Changes;
    }

    private static string Sign(string secret, string text) =>
#pragma warning disable CA5350 // Segment signs so
        Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350

    private static HookDelivery Delivery(string body, string signature) => new(
        "POST", "https://r.example/hooks/default/crm", new HeaderDictionary { ["X-Signature"] = signature }, Encoding.UTF8.GetBytes(body));
}
