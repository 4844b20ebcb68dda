using System.Diagnostics;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Dataverse.DataverseReads;

namespace Renderer.Tests.Profiles.Crm.Dataverse;

public sealed class LimitTests : IAsyncLifetime
{
    private ScriptedHost host = null!;

    public async ValueTask InitializeAsync() => host = await ScriptedHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task What_is_left_of_the_window_is_told()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(
            context, 200, Row(Yvonne, "\"firstname\":\"Ann\""), ("x-ms-ratelimit-burst-remaining-xrm-requests", "5876"));
        Assert.Null(connection.Quota);

        await connection.ReadAsync(Identifier.Id(Yvonne));

        Assert.Equal((6000, 5876, TimeSpan.FromMinutes(5)), (connection.Quota!.Value.Limit, connection.Quota.Value.Remaining, connection.Quota.Value.Window));
    }

    [Theory]
    [InlineData("0x80072322", "1", 900, 1500)] // requests in 300 s
    [InlineData("0x80072321", "1", 900, 1500)] // execution time
    [InlineData("0x80072326", null, 450, 1100)] // at once: over as soon as some are answered
    public async Task A_429_is_kept_as_long_as_it_says(string code, string? retryAfter, int least, int most)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        var refuse = true;
        host.Answer = (_, context) => refuse
            ? ScriptedHost.WriteAsync(context, 429, Error(code, "Too much."), retryAfter is null ? [] : [("Retry-After", retryAfter)])
            : ScriptedHost.WriteAsync(context, 200, Row(Yvonne, "\"firstname\":\"Ann\""));

        Assert.Equal(Reason.CrmLimited, (await connection.ReadAsync(Identifier.Id(Yvonne))).Reason);
        var watch = Stopwatch.StartNew();
        refuse = false;
        CrmAnswer answer;
        do
        {
            answer = await connection.ReadAsync(Identifier.Id(Yvonne));
            await Task.Delay(5);
        }
        while (answer.Reason == Reason.CrmLimited && watch.Elapsed < TimeSpan.FromSeconds(10));

        Assert.Equal("Ann", answer.Value("firstname"));
        Assert.InRange(watch.ElapsedMilliseconds, least, most + 1000); // the machine may be busy
        Assert.Equal(2, host.Calls.Count);
    }

    [Fact]
    public async Task A_list_goes_on_by_the_cookie_and_never_to_another_host()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        const string cookie = "<cookie pagenumber=\"2\" pagingcookie=\"%3ccookie%20page%3d%221%22%3e\" istracking=\"False\" />";
        var next = $"{host.Url}api/data/v9.2/contacts?$select=firstname&$skiptoken={Uri.EscapeDataString(cookie)}";
        host.Answer = (target, context) => ScriptedHost.WriteAsync(context, 200, target.Contains("$skiptoken", StringComparison.Ordinal)
            ? Rows(Row(Other, "\"firstname\":\"Two\""))
            : $$"""{"value":[{{Row(Yvonne, "\"firstname\":\"One\"")}}],"@odata.nextLink":{{System.Text.Json.JsonSerializer.Serialize(next)}}}""");
        var since = new DateTimeOffset(2026, 11, 30, 14, 0, 0, TimeSpan.FromHours(2));

        var first = await ListAsync(connection, null, since);
        var second = await ListAsync(connection, first.Next, since);

        Assert.Equal((Yvonne, cookie), (Assert.Single(first.People).Id, first.Next));
        Assert.Equal((Other, null), (Assert.Single(second.People).Id, second.Next));
        var calls = host.Calls.ToList();
        Assert.Equal("/api/data/v9.2/contacts?$select=contactid,emailaddress1,firstname&$filter=modifiedon%20ge%202026-11-30T12:00:00Z", calls[0].Target);
        Assert.Equal(calls[0].Target + "&$skiptoken=" + Uri.EscapeDataString(cookie), calls[1].Target);
        Assert.Equal("odata.maxpagesize=500", calls[0].Header("Prefer"));

        next = next.Replace("127.0.0.1", "evil.example", StringComparison.Ordinal);
        Assert.Equal((0, Reason.CrmError), (await ListAsync(connection, null, null) is var evil ? evil.People.Count : -1, evil.Reason));
    }

    private static ValueTask<CrmPage> ListAsync(ICrmConnection connection, string? cursor, DateTimeOffset? since) => connection.ListAsync(
        new CrmListing(new ReadSet(["firstname"]), cursor, since), Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(20)), default);
}
