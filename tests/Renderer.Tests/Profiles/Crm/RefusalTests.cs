using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>A CRM that refuses us is asked about twice a second, is answered for with its own reason, and the log says once what to do.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));
    private readonly LinesLogger log = new();
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = (await FakeHubSpot.StartAsync()).With("512", ("firstname", "Ann"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(401, "crm_unauthorized", "access_token")]
    [InlineData(403, "crm_unauthorized", "scope")]
    [InlineData(404, "crm_error", "base_url")]
    public async Task A_refusal_rests_and_says_what_to_do(int status, string reason, string advice)
    {
        await using var connection = Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, status, "no such route");

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(reason, (await ReadAsync(connection)).Reason.Label());
        }

        Assert.Single(host.Requests);
        Assert.Matches($"Connection crm of workspace default.*{status}.*{advice}", Assert.Single(log.Lines));

        clock.Advance(TimeSpan.FromMilliseconds(401));
        Assert.Equal(reason, (await ReadAsync(connection)).Reason.Label());
        Assert.Equal(2, host.Reads);
        Assert.Single(log.Lines);

        host.Fault = null;
        clock.Advance(TimeSpan.FromMilliseconds(401));
        Assert.Equal("Ann", (await ReadAsync(connection)).Value("firstname"));
    }

    [Fact]
    public async Task A_400_may_be_about_one_person_and_rests_only_after_many_in_a_row()
    {
        await using var connection = Connect();
        host.Fault = context => context.Request.Path.Value!.EndsWith("512", StringComparison.Ordinal)
            ? Task.FromResult(false)
            : Faults.Status(400)(context);

        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(Reason.CrmError, (await ReadAsync(connection, "odd")).Reason);
            Assert.Equal(Reason.None, (await ReadAsync(connection)).Reason);
        }

        Assert.Equal(80, host.Reads);
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(Reason.CrmError, (await ReadAsync(connection, "odd")).Reason);
        }

        Assert.Equal(100, host.Reads);
        Assert.Matches("Connection crm of workspace default.*400", Assert.Single(log.Lines));
    }

    private ICrmConnection Connect() => host.Connect(
        settings => settings with { ClientId = null, ClientSecret = null, AccessToken = new Secret("pat-static") }, clock, log);

    private ValueTask<CrmAnswer> ReadAsync(ICrmConnection connection, string id = "512") =>
        connection.ReadAsync(Identifier.Id(id), new ReadSet(["firstname"]), Budget.Start(clock, TimeSpan.FromSeconds(1)), default);
}
