using Renderer.Model;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Segment.SegmentReads;

namespace Renderer.Tests.Profiles.Crm.Segment;

/// <summary>Answers that Segment's documents print (CC-BY-4.0, segmentio/segment-docs).</summary>
public sealed class RecordedExchangesTests : IAsyncLifetime
{
    private const string FirstPage = """
        {"traits":{"3_product_views_in_last_60_days":false,"Campaign Name":"Organic","Campaign Source":"Organic","Experiment Group":"Group A",
          "Invited User?":"Invited User?","Referrering Domain":"http://duckduckgo.com","all_users_order_completed":true,"big_spender":false},
         "cursor":{"url":"https://profiles.segment.com/v1/spaces/kNU0gh7EVl/collections/users/profiles/user_id:1413639574/traits?%3Acollection=users&%3Aid=user_id%3A1413639574&%3Anamespace=kNU0gh7EVl&next=browser",
          "has_more":true,"next":"browser","limit":10}}
        """;

    private ScriptedHost host = null!;

    public async ValueTask InitializeAsync() => host = await ScriptedHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Traits_over_two_pages_with_names_of_any_letters()
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with
        {
            Attributes = new Dictionary<string, AttributeMapping> { ["campaign"] = new("Campaign Name"), ["invited"] = new("Invited User?") },
        });
        host.Answer = (target, context) => ScriptedHost.WriteAsync(
            context, 200, target.Contains("next=browser", StringComparison.Ordinal) ? Traits("\"first_name\":\"Bob\",\"emails_opened_last_30_days\":33") : FirstPage);

        var answer = await connection.ReadAsync(
            Identifier.Id("1413639574"), ["campaign", "invited", "big_spender", "3_product_views_in_last_60_days", "first_name", "emails_opened_last_30_days"]);

        Assert.Equal(
            """{"3_product_views_in_last_60_days":false,"big_spender":false,"campaign":"Organic","emails_opened_last_30_days":33,"first_name":"Bob","invited":"Invited User?"}""",
            answer.Text());
        const string start = "/v1/spaces/lg8283283/collections/users/profiles/user_id:1413639574/traits?limit=200&include=email%2C";
        Assert.All(host.Calls, call => Assert.StartsWith(start, call.Target, StringComparison.Ordinal));
        Assert.Equal(2, host.Calls.Count);
        Assert.All(host.Calls, call => Assert.Equal("Basic dG9rZW46", call.Header("Authorization"))); // "token:"
    }

    [Fact]
    public async Task A_profile_that_is_not_there()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 404, NotFound);

        Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Id("u1234"))).Reason);
        Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Email("a@b.c"))).Reason);
    }

    [Theory]
    [InlineData(400, """{"error":{"code":"validation_error","message":"The parameter `collection` has invalid character(s) `!`"}}""", Reason.CrmError)]
    [InlineData(401, """{"error":{"code":"authentication_error","message":"Failure to properly authenticate yourself in the request."}}""", Reason.CrmUnauthorized)]
    [InlineData(404, """{"error":{"code":"invalid_request_error","message":"no such route"}}""", Reason.CrmError)]
    [InlineData(429, """{"error":{"code":"rate_limit_error","message":"Too many requests hit the API too quickly."}}""", Reason.CrmLimited)]
    public async Task Errors_by_their_codes(int status, string body, Reason reason)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, status, body);

        Assert.Equal(reason, (await connection.ReadAsync(Identifier.Id("u1234"))).Reason);
    }

    [Fact]
    public async Task External_ids_as_printed()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        const string ids = """
            {"data":[{"source_id":"GFu4AJc2bE","collection":"users","id":"1d1cd931-bc7d-4e39-a1a7-61563296fb15","type":"cross_domain_id","created_at":"2017-11-30T06:05:01.40468Z","encoding":"none","first_message_id":"ajs-0af8675aa114c759210a76b2baea0a03-clean"},
              {"collection":"users","type":"user_id","id":"c0HN02fNe1","encoding":"none"}],
             "cursor":{"url":"/v1/spaces/lgJ4AAjFN4/collections/users/profiles/use_RkjG0kW53igMijEISMH0vKBF4sL/external_ids","has_more":true,"next":"map_0vKouKs2XyirgwMO4SmnDGaps7j"}}
            """;
        host.Answer = (target, context) => ScriptedHost.WriteAsync(
            context, 200, target.Contains("/external_ids", StringComparison.Ordinal) ? ids : Traits("\"firstname\":\"Bob\""));

        var answer = await connection.ReadAsync(Identifier.Email("Bob@x.example"));

        Assert.Equal(("c0HN02fNe1", "Bob"), (answer.Person!.Id, answer.Value("firstname")));
        Assert.Equal([Identifier.Email("bob@x.example")], answer.Person.Identifiers);
    }
}
