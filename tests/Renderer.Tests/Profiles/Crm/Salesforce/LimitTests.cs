using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Salesforce;

public sealed class LimitTests : IAsyncLifetime
{
    private const string Ann = """{"attributes":{"type":"Contact"},"Id":"0034S000005YJVlQAO","Email":"ann@x.example","FirstName":"Ann"}""";

    private static readonly Identifier Id = Identifier.Id("0034S000005YJVlQAO");

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private FakeSalesforce host = null!;
    private string? usage;

    public async ValueTask InitializeAsync()
    {
        host = await FakeSalesforce.StartAsync();
        host.Answer = (context, call) =>
        {
            context.Response.Headers["Sforce-Limit-Info"] = usage;
            return FakeSalesforce.SayAsync(context, 200, call.Target.Contains("/query", StringComparison.Ordinal) ? $$"""{"done":true,"records":[{{Ann}}]}""" : Ann);
        };
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("api-usage=18/5000", 5000, 4982)]
    [InlineData("api-usage=18/5000; per-app-api-usage=240/250(appName=sample)", 250, 10)]
    [InlineData("per-app-api-usage=1/250(appName=sample); api-usage=4999/5000", 5000, 1)]
    [InlineData("api-usage=5100/5000", 5000, 0)]
    public async Task The_quota_is_the_one_that_is_nearer_to_its_end(string header, long limit, long remaining)
    {
        usage = header;
        await using var connection = host.Connect(clock: clock);

        await ReadAsync(connection);

        Assert.Equal(new CrmQuota(limit, remaining, TimeSpan.FromHours(24), clock.GetUtcNow()), connection.Quota);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("api-usage=/; x")]
    [InlineData("api-usage=1/0")]
    [InlineData("api-usage=99999999999999999999999/5")]
    public async Task What_says_nothing_of_a_quota_is_no_quota(string? header)
    {
        usage = header;
        await using var connection = host.Connect(clock: clock);

        Assert.Equal(Reason.None, (await ReadAsync(connection)).Reason);
        Assert.Null(connection.Quota);
    }

    [Fact]
    public async Task From_90_percent_on_nothing_is_listed_and_people_are_still_read()
    {
        usage = "api-usage=90/100";
        await using var connection = host.Connect(clock: clock);
        await ReadAsync(connection);

        Assert.Equal(Reason.None, (await ListAsync(connection)).Reason);
        Assert.Equal(Reason.CrmLimited, (await ListAsync(connection)).Reason);
        Assert.Equal(Reason.None, (await ReadAsync(connection)).Reason);
        Assert.Equal(3, host.Calls.Count);
    }

    [Fact]
    public async Task Near_the_end_one_call_a_minute_looks_whether_it_became_better()
    {
        usage = "api-usage=14990/15000";
        await using var connection = host.Connect(clock: clock);
        await ReadAsync(connection);
        await ReadAsync(connection);

        Assert.Equal(Reason.CrmLimited, (await ReadAsync(connection)).Reason);
        Assert.Equal(Reason.CrmLimited, connection.Trouble);
        Assert.Equal(2, host.Calls.Count);

        usage = "api-usage=1000/15000";
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(Reason.None, (await ReadAsync(connection)).Reason);
        Assert.Equal(Reason.None, (await ReadAsync(connection)).Reason);
        Assert.Equal(Reason.None, connection.Trouble);
    }

    [Fact]
    public async Task A_refused_session_is_renewed_once_and_never_in_a_loop()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 401, """[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]""");
        await using var connection = host.Connect();

        Assert.Equal(Reason.CrmUnauthorized, (await connection.ReadAsync(Id)).Reason);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(Reason.CrmUnauthorized, (await connection.ReadAsync(Id)).Reason);
        }

        Assert.InRange(host.Calls.Count, 2, 4);
        Assert.InRange(host.Tokens, 2, 4);
    }

    [Fact]
    public async Task Forbidden_for_another_reason_than_the_limit_is_a_refusal()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 403, """[{"message":"The REST API is not enabled for this Organization.","errorCode":"API_DISABLED_FOR_ORG"}]""");
        await using var connection = host.Connect();

        Assert.Equal(Reason.CrmUnauthorized, (await connection.ReadAsync(Id)).Reason);
    }

    [Theory]
    [InlineData("https://example.my.salesforce.com", Reason.None)]
    [InlineData("https://example.my.salesforce.com.evil.example", Reason.CrmError)]
    [InlineData("http://example.my.salesforce.com", Reason.CrmError)]
    [InlineData("https://evilsalesforce.com", Reason.CrmError)]
    [InlineData("//", Reason.CrmError)]
    public async Task A_token_whose_instance_is_not_of_Salesforces_domain_is_not_used(string instance, Reason reason)
    {
        host.Token = (context, number) => FakeSalesforce.SayAsync(context, 200, $$"""{"access_token":"00D!{{number}}","instance_url":"{{instance}}","token_type":"Bearer"}""");
        await using var connection = host.Connect();

        Assert.Equal(reason, (await connection.ReadAsync(Id)).Reason);
        Assert.Equal(reason == Reason.None ? 1 : 0, host.Calls.Count);
    }

    private ValueTask<CrmAnswer> ReadAsync(ICrmConnection connection) => connection.ReadOnAsync(Id, clock);

    private ValueTask<CrmPage> ListAsync(ICrmConnection connection) =>
        connection.ListAsync(new CrmListing(new ReadSet(["first_name"])), Budget.Start(clock, TimeSpan.FromSeconds(20)), default);
}
