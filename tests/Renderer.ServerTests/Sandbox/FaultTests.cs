using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class FaultTests
{
    private const string Ann = Contacts + "/p0001";

    [Fact]
    public async Task A_hang_lasts_until_the_caller_leaves_and_healing_frees_nobody()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync("""{"hang":true}""");
        using var leave = new CancellationTokenSource();
        var hanging = sandbox.Http.GetAsync(Ann, leave.Token);
        await sandbox.CalledAsync(2);

        await sandbox.FaultsAsync("{}");
        await sandbox.GetAsync(Ann);

        await Task.Delay(300);
        Assert.False(hanging.IsCompleted);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Fact]
    public async Task Hanging_calls_do_not_keep_the_sandbox_from_ending()
    {
        var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync("""{"hang":true}""");
        using var http = new HttpClient { BaseAddress = sandbox.Url };
        var hanging = http.GetAsync(Ann);
        await sandbox.CalledAsync(2);
        var start = Stopwatch.GetTimestamp();

        await sandbox.DisposeAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    [Theory]
    [InlineData(503, "INTERNAL_ERROR")]
    [InlineData(401, "INVALID_AUTHENTICATION")]
    [InlineData(404, "OBJECT_NOT_FOUND")]
    public async Task A_status_comes_with_HubSpots_body(int status, string category)
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync($$"""{"status":{{status}}}""");

        var error = await sandbox.GetAsync(Ann, status);

        Assert.Equal(category, error.GetProperty("category").GetString());
        await sandbox.FaultsAsync("{}");
        await sandbox.GetAsync(Ann);
    }

    [Fact]
    public async Task A_429_has_a_Retry_After_only_when_it_is_asked_for()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync("""{"status":429,"retry_after":2}""");
        using var patient = await sandbox.Http.GetAsync(Ann);
        await sandbox.FaultsAsync("""{"status":429}""");
        using var bare = await sandbox.Http.GetAsync(Ann);

        Assert.Equal(TimeSpan.FromSeconds(2), patient.Headers.RetryAfter!.Delta);
        Assert.Null(bare.Headers.RetryAfter);
        var error = await JsonAsync(bare, 429);
        Assert.Equal("RATE_LIMITS", error.GetProperty("category").GetString());
        Assert.Equal("TEN_SECONDLY_ROLLING", error.GetProperty("policyName").GetString());
        Assert.True(bare.Headers.Contains("X-HubSpot-RateLimit-Remaining"));
    }

    [Fact]
    public async Task Latency_comes_before_the_answer()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync("""{"latency_ms":300}""");
        var start = Stopwatch.GetTimestamp();

        await sandbox.GetAsync(Ann);

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 290, 5_000);
    }

    [Fact]
    public async Task A_truncated_answer_has_a_good_head_and_half_a_body()
    {
        await using var sandbox = await StartSignedInAsync();
        var whole = await sandbox.Http.GetByteArrayAsync(Ann);
        await sandbox.FaultsAsync("""{"truncate":true}""");

        using var response = await sandbox.Http.GetAsync(Ann, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(whole.Length, response.Content.Headers.ContentLength);
        await using var body = await response.Content.ReadAsStreamAsync();
        var half = new byte[whole.Length / 2];
        await body.ReadExactlyAsync(half);
        Assert.Equal(whole[..half.Length], half);
        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadExactlyAsync(half).AsTask());
    }

    [Fact]
    public async Task A_reset_ends_the_connection_before_a_byte_comes()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync("""{"reset":true}""");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(sandbox.Url.Host, sandbox.Url.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {Ann} HTTP/1.1\r\nHost: x\r\n\r\n"));

        var error = await Assert.ThrowsAsync<SocketException>(async () => await socket.ReceiveAsync(new byte[100]));

        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task Without_a_route_the_token_endpoint_goes_on_working()
    {
        await using var sandbox = await StartAsync();
        await sandbox.FaultsAsync("""[{"hang":true},{"status":503}]""");

        await sandbox.SignInAsync();
    }

    [Theory]
    [InlineData(400, "invalid_request")]
    [InlineData(401, "invalid_client")]
    [InlineData(503, "server_error")]
    public async Task The_token_endpoint_fails_alone(int status, string error)
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync($$"""{"token_status":{{status}}}""");

        using var response = await sandbox.AskTokenAsync(path: "/oauth/2026-03/token");

        Assert.Equal(error, (await JsonAsync(response, status)).GetProperty("error").GetString());
        await sandbox.GetAsync(Ann);
    }

    [Fact]
    public async Task A_route_is_the_start_of_a_path()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync(
            """[{"status":503,"route":"/crm/v3/objects/contacts/batch"},{"latency_ms":300,"route":"/oauth/v1/token"},{"status":418,"route":"/crm/v3/objects/contacts/p0002"}]""");
        var start = Stopwatch.GetTimestamp();

        await sandbox.SignInAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 290, 5_000);
        await sandbox.GetAsync(Ann);
        await sandbox.GetAsync(Contacts + "/p0002", 418);
        await sandbox.PostAsync(Contacts + "/batch/read", new { inputs = Array.Empty<object>() }, 503);
    }

    [Fact]
    public async Task A_share_hits_so_many_of_a_hundred_evenly()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync("""{"status":503,"share":0.1}""");
        var hits = new List<int>();
        for (var call = 0; call < 200; call++)
        {
            using var response = await sandbox.Http.GetAsync(Ann);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                hits.Add(call);
            }
        }

        Assert.InRange(hits.Count, 18, 22);
        Assert.All(hits.Zip(hits.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 2, 25));
    }

    [Fact]
    public async Task A_share_of_the_tokens_can_be_revoked()
    {
        await using var sandbox = await StartAsync();
        var tokens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sandbox.TokenAsync()));
        await sandbox.FaultsAsync("""{"revoke_tokens":true,"share":0.5}""");
        var refused = 0;
        foreach (var token in tokens)
        {
            sandbox.Use(token);
            using var response = await sandbox.Http.GetAsync(Ann);
            refused += response.StatusCode == HttpStatusCode.Unauthorized ? 1 : 0;
        }

        Assert.InRange(refused, 8, 12);
    }

    [Fact]
    public async Task Faults_are_shown_as_they_were_posted_and_replaced_whole()
    {
        await using var sandbox = await StartAsync();

        var posted = await sandbox.FaultsAsync("""{"status":429,"retry_after":2,"share":0.5,"route":"/crm/"}""");

        Assert.Equal("""[{"status":429,"retry_after":2,"share":0.5,"route":"/crm/"}]""", posted.GetRawText());
        Assert.Equal(posted.GetRawText(), (await sandbox.GetAsync("/sandbox/faults")).GetRawText());
        Assert.Equal("""[{"hang":true},{"latency_ms":5}]""", (await sandbox.FaultsAsync("""[{"hang":true},{},{"latency_ms":5}]""")).GetRawText());
        Assert.Equal("[]", (await sandbox.FaultsAsync("{}")).GetRawText());
    }

    [Theory]
    [InlineData("""{"statu":503}""", "unknown_field", "\"statu\" is unknown; nearest is \"status\"")]
    [InlineData("""{"latency":5}""", "unknown_field", "\"latency_ms\"")]
    [InlineData("""{"status":"503"}""", "bad_parameter", "status")]
    [InlineData("""{"status":200}""", "bad_parameter", "300 to 599")]
    [InlineData("""{"hang":1}""", "bad_parameter", "hang")]
    [InlineData("""{"hang":true,"share":1.5}""", "bad_parameter", "share")]
    [InlineData("""{"hang":true,"route":"crm"}""", "bad_parameter", "route")]
    [InlineData("""{"hang":true,"reset":true}""", "bad_parameter", "one of hang")]
    [InlineData("""{"retry_after":2}""", "bad_parameter", "retry_after")]
    [InlineData("""{"share":0.5}""", "bad_parameter", "share")]
    [InlineData("""{"read_lag_ms":-1}""", "bad_parameter", "read_lag_ms")]
    [InlineData("""{"hang":true,"hang":false}""", "bad_parameter", "hang")]
    [InlineData("3", "bad_parameter", "{} to heal")]
    [InlineData("", "bad_json", "Line 1")]
    public async Task A_fault_that_is_wrong_is_400_and_changes_nothing(string json, string code, string detail)
    {
        await using var sandbox = await StartAsync();
        await sandbox.FaultsAsync("""{"status":503}""");

        var problem = await sandbox.FaultsAsync(json, 400);

        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("""[{"status":503}]""", (await sandbox.GetAsync("/sandbox/faults")).GetRawText());
    }
}
