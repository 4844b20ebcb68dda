using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Salesforce;

public sealed class ListingTests : IAsyncLifetime
{
    private FakeSalesforce host = null!;

    public async ValueTask InitializeAsync() => host = await FakeSalesforce.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Pages_follow_each_other_to_the_last()
    {
        host.Answer = (context, call) => FakeSalesforce.SayAsync(context, 200, call.Target.EndsWith("/query/01gD0000002HU6KIAW-2000", StringComparison.Ordinal)
            ? """{"totalSize":2001,"done":true,"records":[{"Id":"0034S000005YJX5QAO","FirstName":"Bob"}]}"""
            : """{"totalSize":2001,"done":false,"nextRecordsUrl":"/services/data/v66.0/query/01gD0000002HU6KIAW-2000","records":[{"Id":"0034S000005YJVlQAO","FirstName":"Ann"}]}""");
        await using var connection = host.Connect();

        var first = await ListAsync(connection, null);
        var second = await ListAsync(connection, first.Next);

        Assert.Equal(["0034S000005YJVlQAO", "0034S000005YJX5QAO"], [first.People.Single().Id, second.People.Single().Id]);
        Assert.Null(second.Next);
        Assert.EndsWith("FROM Contact ORDER BY Id", host.Calls.First().Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_who_changed_since_an_instant_are_asked_for_by_the_stamp_that_every_write_moves()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, """{"totalSize":0,"done":true,"records":[]}""");
        await using var connection = host.Connect();

        Assert.Equal(Reason.None, (await ListAsync(connection, null, new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1)))).Reason);

        Assert.EndsWith("WHERE SystemModstamp >= 2026-01-02T02:04:05.678Z ORDER BY SystemModstamp, Id", host.Calls.Single().Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/query/x'y")]
    [InlineData("../../sobjects")]
    public async Task A_page_that_leads_elsewhere_is_not_followed(string next)
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, $$"""{"done":false,"nextRecordsUrl":"{{next}}'","records":[]}""");
        await using var connection = host.Connect();

        Assert.Equal(Reason.CrmError, (await ListAsync(connection, null)).Reason);
        Assert.Equal(Reason.CrmError, (await ListAsync(connection, next)).Reason);
        Assert.Single(host.Calls);
    }

    [Fact]
    public async Task Fields_are_described_in_our_words()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, """
            {"name":"Contact","fields":[
              {"name":"Id","label":"Contact ID","type":"id","picklistValues":[]},
              {"name":"Tier__c","label":"Tier","type":"picklist","picklistValues":[{"active":true,"label":"Gold","value":"gold"},{"active":false,"label":"Old","value":"old"}]},
              {"name":"Interests__c","label":"Interests","type":"multipicklist","picklistValues":[{"active":true,"value":"tea"}]},
              {"name":"Points__c","label":"Points","type":"double"},{"name":"Birthdate","label":"Birthdate","type":"date"},
              {"name":"IsDeleted","label":"Deleted","type":"boolean"},{"name":"MailingAddress","label":"Address","type":"address"},
              {"name":"Photo__c","label":"Photo","type":"base64"},{"type":"string"}]}
            """);
        await using var connection = host.Connect();

        var described = await connection.DescribeAsync(Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(20)), default);

        Assert.Equal(
            [("Id", AttributeType.Text), ("Tier__c", AttributeType.Text), ("Interests__c", AttributeType.List), ("Points__c", AttributeType.Number),
             ("Birthdate", AttributeType.Date), ("IsDeleted", AttributeType.Boolean), ("MailingAddress", AttributeType.Json), ("Photo__c", null)],
            described.Attributes.Select(attribute => (attribute.Name, attribute.Type)));
        Assert.Equal(["gold"], described.Attributes[1].Options);
    }

    private static ValueTask<CrmPage> ListAsync(ICrmConnection connection, string? cursor, DateTimeOffset? since = null) =>
        connection.ListAsync(new CrmListing(new ReadSet(["first_name"]), cursor, since), Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(20)), default);
}
