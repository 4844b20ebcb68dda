using Renderer.Profiles.Tokens;
using Renderer.Tests.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Tokens;

public sealed class TokenEndpointTests : IAsyncLifetime
{
    private static readonly Grant Any = Grant.ClientCredentials(null);

    private TokenHost host = null!;

    public async ValueTask InitializeAsync() => host = await TokenHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_client_says_who_it_is_in_the_form()
    {
        await host.Endpoint().AskAsync(Grant.ClientCredentials("contacts.read more"), default);

        Assert.Equal([("grant_type=client_credentials&scope=contacts.read+more&client_id=my+id&client_secret=s%26c%3Aret", (string?)null)], host.Seen);
    }

    [Theory]
    [InlineData("""{"access_token":"abc","token_type":"Bearer","expires_in":1800,"scope":"x"}""", "abc")]
    [InlineData("""{"access_token":"abc","token_type":"bearer","expires_in":"1800"}""", "abc")]
    [InlineData("""{"access_token":"abc","token_type":"bearer","expires_in":-1}""", "abc")]
    [InlineData("""{"access_token":"abc","expires_in":1e99}""", "abc")]
    [InlineData("""{"access_token":"abc","expires_in":null}""", "abc")]
    [InlineData("""{"access_token":"abc","token_type":"mac"}""", null)]
    [InlineData("""{"access_token":""}""", null)]
    [InlineData("""{"access_token":17}""", null)]
    [InlineData("""{"access_token":"a\r\nX-Evil: 1"}""", null)]
    [InlineData("""{"access_token":"ä"}""", null)]
    [InlineData("""{"access_token":"\ud83d"}""", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("<html>", null)]
    public async Task A_reply_is_a_token_or_unreadable(string body, string? token)
    {
        host.Answer = (context, _) => FakeHubSpot.AnswerAsync(context, 200, body);

        var answer = await host.Endpoint().AskAsync(Any, default);

        Assert.Equal(token, answer.Token?.Value);
        Assert.Equal(token is null ? TokenFailure.Unreadable : TokenFailure.None, answer.Failure);
        Assert.True(answer.Token is null || answer.Token.EndsAt > answer.Token.RenewAt);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_client","error_description":"x"}""", TokenFailure.Refused, "invalid_client")]
    [InlineData(401, """{"error":"invalid_grant"}""", TokenFailure.Refused, "invalid_grant")]
    [InlineData(400, """{"error":"something of their own with a name in it"}""", TokenFailure.Refused, null)]
    [InlineData(403, "<html>", TokenFailure.Refused, null)]
    [InlineData(404, "", TokenFailure.Refused, null)]
    [InlineData(408, "", TokenFailure.Unreachable, null)]
    [InlineData(429, "", TokenFailure.Limited, null)]
    [InlineData(500, """{"error":"invalid_client"}""", TokenFailure.Unreachable, null)]
    [InlineData(302, "", TokenFailure.Unreadable, null)]
    internal async Task A_failure_is_sorted(int status, string body, TokenFailure failure, string? error)
    {
        host.Answer = (context, _) => FakeHubSpot.AnswerAsync(context, status, body);

        var answer = await host.Endpoint().AskAsync(Any, default);

        Assert.Equal((null, failure, error), (answer.Token, answer.Failure, answer.Error));
    }

    [Fact]
    public async Task A_reply_without_end_is_unreadable()
    {
        host.Answer = async (context, _) =>
        {
            var chunk = new byte[16 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        };

        Assert.Equal(TokenFailure.Unreadable, (await host.Endpoint().AskAsync(Any, default)).Failure);
    }

    [Fact]
    public async Task A_reset_is_unreachable_and_a_cancelled_request_took_too_long()
    {
        host.Answer = (context, _) => Faults.ResetAsync(context);
        Assert.Equal(TokenFailure.Unreachable, (await host.Endpoint().AskAsync(Any, default)).Failure);

        host.Answer = (context, _) => Faults.HangAsync(context);
        using var hurry = new CancellationTokenSource(50);
        Assert.Equal(TokenFailure.TimedOut, (await host.Endpoint().AskAsync(Any, hurry.Token)).Failure);
    }
}
