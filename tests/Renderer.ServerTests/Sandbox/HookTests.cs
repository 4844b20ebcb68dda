using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Renderer.Sandbox.Hooks;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class HookTests
{
    [Fact]
    public void The_signature_is_HubSpots_by_its_published_example()
    {
        var body = Encoding.UTF8.GetBytes("""{"example_field":"example_value"}""");
        const string secret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";

        var signature = HookSignature.V3(secret, "POST", "https://www.example.com/webhook_uri", body, "1700000000000");

        Assert.Equal("rQEKkaNUiu+1qGF//O/pw4BCzstSqO1PyUnGICmf+7o=", signature);
        Assert.Equal(ReceivedHook.Sign(secret, "POST", "https://www.example.com/webhook_uri", body, "1700000000000"), signature);
        Assert.Equal(
            "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de",
            HookSignature.V1(secret, """[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]"""u8));
    }

    [Fact]
    public void HubSpot_decodes_some_of_the_address_before_it_signs()
    {
        Assert.Equal(
            ReceivedHook.Sign("s", "POST", "https://r.example/hooks/a:b?x=@!$'()*,;&y=%20%26", [], "1"),
            HookSignature.V3("s", "POST", "https://r.example/hooks/a%3Ab?x=%40%21%24%27%28%29%2A%2C%3B&y=%20%26", [], "1"));
    }

    [Fact]
    public async Task A_change_is_told_property_by_property_and_signed_with_the_hook_secret()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var sandbox = await StartAsync($"HookUrl={receiver.Url}?from=a%40b", "HookSecret=shh");

        await sandbox.PatchAsync("/sandbox/people/p0042", new { firstname = "Zoë", city = (string?)null });

        var hook = await receiver.NextAsync();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal("POST", hook.Method);
        Assert.Equal(ReceivedHook.Sign("shh", "POST", receiver.Url + "?from=a@b", hook.Body, hook.Timestamp), hook.Signature);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. "shh"u8, .. hook.Body])), hook.OldSignature);
        Assert.InRange(now - long.Parse(hook.Timestamp, System.Globalization.CultureInfo.InvariantCulture), 0, 60_000);
        Assert.Equal(["firstname", "city"], hook.Events.Select(one => one.GetProperty("propertyName").GetString()));
        Assert.Equal(["Zoë", ""], hook.Events.Select(one => one.GetProperty("propertyValue").GetString()));
        Assert.All(hook.Events, one =>
        {
            Assert.Equal("contact.propertyChange", one.GetProperty("subscriptionType").GetString());
            Assert.Equal("p0042", one.GetProperty("objectId").GetString());
            Assert.Equal(0, one.GetProperty("attemptNumber").GetInt32());
            Assert.Equal("CRM_UI", one.GetProperty("changeSource").GetString());
            Assert.InRange(now - one.GetProperty("occurredAt").GetInt64(), 0, 60_000);
            Assert.True(one.GetProperty("portalId").GetInt64() > 0);
        });
        Assert.Equal(2, hook.Events.Select(one => one.GetProperty("eventId").GetInt64()).Distinct().Count());
    }

    [Fact]
    public async Task What_was_not_taken_comes_again_with_a_higher_attempt_and_a_new_signature()
    {
        await using var receiver = await HookReceiver.StartAsync(count => Task.FromResult(count <= 2 ? 503 : 204));
        await using var sandbox = await StartAsync($"HookUrl={receiver.Url}");
        var start = Stopwatch.GetTimestamp();

        var answer = await sandbox.PatchAsync("/sandbox/people/p0001", new { tier = "silver" });

        Assert.Equal(503, answer.GetProperty("hook_status").GetInt32());
        var hooks = new[] { await receiver.NextAsync(), await receiver.NextAsync(), await receiver.NextAsync() };
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(15));
        Assert.Equal([0, 1, 2], hooks.Select(hook => hook.Events.Single().GetProperty("attemptNumber").GetInt32()));
        Assert.Single(hooks.Select(hook => hook.Events.Single().GetProperty("eventId").GetInt64()).Distinct());
        Assert.All(hooks, hook => Assert.Equal(
            ReceivedHook.Sign("sandbox-hook-secret", "POST", receiver.Url, hook.Body, hook.Timestamp), hook.Signature));
        Assert.Equal(3, hooks.Select(hook => hook.Timestamp).Distinct().Count());
    }

    [Fact]
    public async Task Several_receivers_are_all_told_and_the_worst_answer_counts()
    {
        await using var good = await HookReceiver.StartAsync();
        await using var bad = await HookReceiver.StartAsync(_ => Task.FromResult(401));
        await using var sandbox = await StartAsync($"HookUrl={good.Url};{bad.Url}");

        var answer = await sandbox.PatchAsync("/sandbox/people/p0001", new { tier = "silver" });

        Assert.Equal(401, answer.GetProperty("hook_status").GetInt32());
        await good.NextAsync();
        await bad.NextAsync();
    }

    [Fact]
    public async Task A_receiver_has_five_seconds()
    {
        var release = new TaskCompletionSource<int>();
        await using var receiver = await HookReceiver.StartAsync(_ => release.Task);
        await using var sandbox = await StartAsync($"HookUrl={receiver.Url}");
        var start = Stopwatch.GetTimestamp();

        var answer = await sandbox.PatchAsync("/sandbox/people/p0001", new { tier = "silver" });

        release.SetResult(204);
        Assert.Equal(0, answer.GetProperty("hook_status").GetInt32());
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(4.9), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = await HookReceiver.StartAsync(_ => Task.FromResult(302));
        await using var sandbox = await StartAsync($"HookUrl={receiver.Url}");

        var answer = await sandbox.PatchAsync("/sandbox/people/p0001", new { tier = "silver" });

        Assert.Equal(302, answer.GetProperty("hook_status").GetInt32());
    }
}
