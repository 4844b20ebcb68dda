using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Tokens;
using Renderer.Tests.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Tokens;

public sealed class TokenGuardTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly LinesLogger log = new();
    private TokenAnswer answer = new(null, TokenFailure.Refused, "invalid_grant");
    private int asked;

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task It_asks_after_2_s_then_twice_as_late_each_time_and_every_10_min_in_the_end()
    {
        var guard = Guard();
        var at = new List<int>();
        for (var second = 0; second <= 4000; second++)
        {
            var before = asked;
            Assert.Equal("invalid_grant", (await AskAsync(guard)).Error);
            if (asked > before)
            {
                at.Add(second);
            }

            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 2, 6, 14, 30, 62, 126, 254, 510, 1022, 1622, 2222, 2822, 3422], at);
        Assert.Single(log.Lines, line => line.Contains("is broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_mends_it_and_the_next_refusal_begins_anew()
    {
        var guard = Guard();
        await AskAsync(guard);
        clock.Advance(TimeSpan.FromSeconds(2));
        await AskAsync(guard);
        answer = new(new AccessToken("t", TimeSpan.MaxValue, TimeSpan.MaxValue));
        guard.AskAtOnce();
        await AskAsync(guard);
        Assert.Null(guard.Break);

        answer = new(null, TokenFailure.Refused, "invalid_grant");
        await AskAsync(guard);

        Assert.Equal((4, 1), (asked, guard.Break?.Times));
        Assert.Equal(2, log.Lines.Count(line => line.Contains("is broken", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_requests_side_by_side_are_one_refusal()
    {
        var guard = Guard();
        await Task.WhenAll(guard.AskAsync(SlowlyAsync, default), guard.AskAsync(SlowlyAsync, default));

        Assert.Equal((2, 1), (asked, guard.Break?.Times));

        async Task<TokenAnswer> SlowlyAsync(CancellationToken end)
        {
            Interlocked.Increment(ref asked);
            await Task.Delay(50, end);
            return answer;
        }
    }

    [Theory]
    [InlineData("invalid_scope", TokenFailure.Refused)]
    [InlineData(null, TokenFailure.Refused)]
    [InlineData(null, TokenFailure.Unreachable)]
    [InlineData("invalid_client", TokenFailure.Limited)]
    internal async Task What_may_pass_by_itself_breaks_nothing(string? error, TokenFailure failure)
    {
        var guard = Guard();
        answer = new(null, failure, error);
        await AskAsync(guard);
        await AskAsync(guard);

        Assert.Null(guard.Break);
        Assert.Equal(2, asked);
    }

    [Theory]
    [InlineData("invalid_grant", AuthWay.AuthorizationCode, "POST /v1/connections/main/authorize")]
    [InlineData("invalid_grant", AuthWay.JwtBearer, "auth.subject")]
    [InlineData("invalid_client", AuthWay.ClientCredentials, "client_secret")]
    [InlineData("unauthorized_client", AuthWay.ClientCredentials, "auth.type")]
    [InlineData("consent_needed", AuthWay.AuthorizationCode, "POST /v1/connections/main/authorize")]
    [InlineData("invalid_scope", AuthWay.ClientCredentials, "scope")]
    [InlineData(null, AuthWay.ClientCredentials, "workspace.yaml")]
    public void Each_error_says_what_to_do(string? error, AuthWay way, string advice) =>
        Assert.Contains(advice, TokenAdvice.For(error, way, "main"), StringComparison.Ordinal);

    private TokenGuard Guard() => new(
        error => TokenAdvice.For(error, AuthWay.AuthorizationCode, "main"), new ConnectionWatch(WorkspaceName.Default, "main", clock, log), clock);

    private Task<TokenAnswer> AskAsync(TokenGuard guard) => guard.AskAsync(
        _ =>
        {
            asked++;
            return Task.FromResult(answer);
        },
        default);
}
