using System.Diagnostics;
using System.Text.Json;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class ReadLagTests
{
    [Fact]
    public async Task Reads_show_what_was_before_until_the_lag_is_over()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync("""{"read_lag_ms":3000}""");
        await sandbox.PatchAsync("/sandbox/people/p0001", new { firstname = "Zoe" });
        var start = Stopwatch.GetTimestamp();

        Assert.Equal("Ann", await FirstNameAsync(sandbox));
        Assert.Equal("Ann", (await BatchAsync(sandbox))[0].GetProperty("properties").GetProperty("firstname").GetString());
        Assert.Equal("Zoe", (await sandbox.GetAsync("/sandbox/people/p0001")).GetProperty("firstname").GetString());
        while (await FirstNameAsync(sandbox) == "Ann")
        {
            await Task.Delay(20);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2_500, 10_000);
        Assert.Equal("Zoe", await FirstNameAsync(sandbox));
    }

    [Fact]
    public async Task Each_of_several_writes_lags_by_itself_and_healing_shows_the_last()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.PatchAsync("/sandbox/people/p0001", new { firstname = "One" });
        await Task.Delay(3_000);
        await sandbox.PatchAsync("/sandbox/people/p0001", new { firstname = "Two" });

        await sandbox.FaultsAsync("""{"read_lag_ms":2000}""");
        Assert.Equal("One", await FirstNameAsync(sandbox));
        await sandbox.FaultsAsync("""{"read_lag_ms":60000}""");
        Assert.Equal("Ann", await FirstNameAsync(sandbox));
        await sandbox.FaultsAsync("{}");
        Assert.Equal("Two", await FirstNameAsync(sandbox));
    }

    [Fact]
    public async Task The_new_are_not_there_yet_and_the_deleted_still_are()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.PostAsync("/sandbox/people", new { id = "new-1", email = "new@people.example" }, 201);
        await sandbox.Http.DeleteAsync("/sandbox/people/p0002");
        await sandbox.PatchAsync("/sandbox/people/p0003", new { email = "three@people.example" });
        await sandbox.FaultsAsync("""{"read_lag_ms":60000}""");

        await sandbox.GetAsync(Contacts + "/new-1", 404);
        await sandbox.GetAsync(Contacts + "/new@people.example?idProperty=email", 404);
        await sandbox.GetAsync(Contacts + "/p0002");
        await sandbox.GetAsync(Contacts + "/p0003@people.example?idProperty=email");
        await sandbox.GetAsync(Contacts + "/three@people.example?idProperty=email", 404);
    }

    private static async Task<string?> FirstNameAsync(RunningSandbox sandbox) =>
        (await sandbox.GetAsync(Contacts + "/p0001")).GetProperty("properties").GetProperty("firstname").GetString();

    private static async Task<JsonElement> BatchAsync(RunningSandbox sandbox) =>
        (await sandbox.PostAsync(Contacts + "/batch/read", new { properties = new[] { "firstname" }, inputs = new[] { new { id = "p0001" } } }))
        .GetProperty("results");
}
