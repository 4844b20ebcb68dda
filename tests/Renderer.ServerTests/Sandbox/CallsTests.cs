using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class CallsTests
{
    [Fact]
    public async Task Calls_are_counted_by_route_whatever_becomes_of_them()
    {
        await using var sandbox = await StartAsync();
        await sandbox.GetAsync(Contacts + "/p0001", 401);
        await sandbox.SignInAsync();
        await sandbox.GetAsync(Contacts + "/p0001");
        await sandbox.GetAsync(Contacts + "/p0002@people.example?idProperty=email");
        await sandbox.GetAsync(Contacts);
        await sandbox.GetAsync("/crm/v3/properties/contacts");
        await sandbox.PostAsync(Contacts + "/batch/read", new { inputs = new[] { new { id = "p0001" } } });
        await sandbox.GetAsync("/sandbox/people/p0001");
        await sandbox.FaultsAsync("""{"status":503}""");
        await sandbox.PatchAsync(Contacts + "/p0001", new { properties = new { city = "x" } }, 503);
        await sandbox.GetAsync("/crm/v3/objects/deals", 503);

        var calls = await sandbox.GetAsync("/sandbox/calls");

        Assert.Equal(9, calls.GetProperty("total").GetInt32());
        Assert.Equal(
            """{"GET /crm/v3/objects/contacts":1,"GET /crm/v3/objects/contacts/{id}":3,"GET /crm/v3/properties/contacts":1,"GET /crm/{**path}":1,"PATCH /crm/v3/objects/contacts/{id}":1,"POST /crm/v3/objects/contacts/batch/read":1,"POST /oauth/v1/token":1}""",
            calls.GetProperty("routes").GetRawText());
        var last = calls.GetProperty("last").EnumerateArray().ToList();
        Assert.Equal(9, last.Count);
        Assert.Equal("POST /oauth/v1/token", last[1].GetProperty("route").GetString());
        Assert.InRange(TimeProvider.System.GetUtcNow() - last[^1].GetProperty("at").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Forgotten_calls_are_zero()
    {
        await using var sandbox = await StartSignedInAsync();

        using var response = await sandbox.Http.DeleteAsync("/sandbox/calls");

        Assert.Equal("""{"total":0,"routes":{},"last":[]}""", (await JsonAsync(response)).GetRawText());
        Assert.Equal(0, (await sandbox.GetAsync("/sandbox/calls")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_thousand_at_once_are_a_thousand_and_the_last_fifty_are_kept()
    {
        await using var sandbox = await StartSignedInAsync();

        await Task.WhenAll(Enumerable.Range(1, 1000).Select(number => sandbox.GetAsync($"{Contacts}/p{number:D4}")));

        var calls = await sandbox.GetAsync("/sandbox/calls");
        Assert.Equal(1001, calls.GetProperty("total").GetInt32());
        Assert.Equal(1000, calls.GetProperty("routes").GetProperty("GET /crm/v3/objects/contacts/{id}").GetInt32());
        Assert.Equal(50, calls.GetProperty("last").GetArrayLength());
    }

    [Fact]
    public async Task A_call_that_hangs_was_counted_when_it_came()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync("""{"hang":true}""");
        using var leave = new CancellationTokenSource();
        var hanging = sandbox.Http.GetAsync(Contacts + "/p0001", leave.Token);

        await sandbox.CalledAsync(2);

        Assert.False(hanging.IsCompleted);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.Equal(2, (await sandbox.GetAsync("/sandbox/calls")).GetProperty("total").GetInt32());
    }
}
