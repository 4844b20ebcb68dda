using System.Net.Http.Headers;
using System.Text;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class TokenTests
{
    private const string Ann = Contacts + "/p0001";

    [Theory]
    [InlineData("/oauth/v1/token")]
    [InlineData("/oauth/2026-03/token")]
    public async Task Credentials_in_the_form_buy_a_token(string path)
    {
        await using var sandbox = await StartAsync();

        using var response = await sandbox.AskTokenAsync(path: path);

        var token = await JsonAsync(response);
        Assert.Equal("Bearer", token.GetProperty("token_type").GetString());
        Assert.Equal(120, token.GetProperty("expires_in").GetInt32());
        Assert.True(response.Headers.CacheControl!.NoStore);
        sandbox.Use(token.GetProperty("access_token").GetString()!);
        await sandbox.GetAsync(Ann);
    }

    [Fact]
    public async Task Credentials_in_Basic_buy_a_token()
    {
        await using var sandbox = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/v1/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("renderer:sandbox-secret")));

        using var response = await sandbox.Http.SendAsync(request);

        sandbox.Use((await JsonAsync(response)).GetProperty("access_token").GetString()!);
        await sandbox.GetAsync(Ann);
    }

    [Fact]
    public async Task A_wrong_secret_is_invalid_client_in_the_words_of_OAuth_and_of_HubSpot()
    {
        await using var sandbox = await StartAsync();

        using var response = await sandbox.AskTokenAsync(secret: "guess");

        var error = await JsonAsync(response, 401);
        Assert.Equal("invalid_client", error.GetProperty("error").GetString());
        Assert.Equal("BAD_CLIENT_SECRET", error.GetProperty("status").GetString());
        Assert.Equal("Basic", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("grant_type=password", "unsupported_grant_type")]
    [InlineData("client_id=renderer", "invalid_request")]
    [InlineData("grant_type=client_credentials&client_id=renderer&client_secret=sandbox-secret&scope=everything", "invalid_scope")]
    public async Task What_the_token_endpoint_cannot_do_is_400(string form, string error)
    {
        await using var sandbox = await StartAsync();

        using var response = await sandbox.Http.PostAsync(
            "/oauth/v1/token", new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"));

        Assert.Equal(error, (await JsonAsync(response, 400)).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer nonsense")]
    [InlineData("Basic cmVuZGVyZXI6c2FuZGJveC1zZWNyZXQ=")]
    public async Task Without_a_token_of_this_server_the_CRM_says_401(string? authorization)
    {
        await using var sandbox = await StartAsync();
        await using var other = await StartAsync();
        sandbox.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization ?? "Bearer " + await other.TokenAsync());

        var error = await sandbox.GetAsync(Ann, 401);

        Assert.Equal("error", error.GetProperty("status").GetString());
        Assert.Equal("INVALID_AUTHENTICATION", error.GetProperty("category").GetString());
        Assert.StartsWith("Authentication credentials not found.", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(Guid.TryParse(error.GetProperty("correlationId").GetString(), out _));
    }

    [Fact]
    public async Task An_expired_token_is_401_and_says_since_when()
    {
        await using var sandbox = await StartSignedInAsync("TokenSeconds=3");
        await sandbox.GetAsync(Ann);
        await Task.Delay(3_100);

        var error = await sandbox.GetAsync(Ann, 401);

        Assert.Equal("EXPIRED_AUTHENTICATION", error.GetProperty("category").GetString());
        Assert.Matches(@"^The OAuth token used to make this call expired \d+ second\(s\) ago\.$", error.GetProperty("message").GetString());
        var since = error.GetProperty("context").GetProperty("expire time")[0].GetDateTimeOffset();
        Assert.InRange(TimeProvider.System.GetUtcNow() - since, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await sandbox.SignInAsync();
        await sandbox.GetAsync(Ann);
    }

    [Fact]
    public async Task Revoked_tokens_are_401_for_good_and_the_next_token_works()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.FaultsAsync("""{"revoke_tokens":true}""");

        var error = await sandbox.GetAsync(Ann, 401);

        Assert.Equal("INVALID_AUTHENTICATION", error.GetProperty("category").GetString());
        await sandbox.FaultsAsync("{}");
        await sandbox.GetAsync(Ann, 401);
        await sandbox.SignInAsync();
        await sandbox.GetAsync(Ann);
    }

    [Fact]
    public async Task A_token_for_reading_does_not_write()
    {
        await using var sandbox = await StartAsync();
        sandbox.Use(await sandbox.TokenAsync("crm.objects.contacts.read"));

        await sandbox.GetAsync(Ann);
        var error = await sandbox.PatchAsync(Ann, new { properties = new { firstname = "Zoe" } }, 403);

        Assert.Equal("MISSING_SCOPES", error.GetProperty("category").GetString());
    }

    [Fact]
    public async Task Three_hundred_requests_at_once_get_three_hundred_tokens_that_work()
    {
        await using var sandbox = await StartAsync();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => sandbox.TokenAsync()));

        Assert.Equal(300, tokens.Distinct().Count());
        sandbox.Use(tokens[299]);
        await sandbox.GetAsync(Ann);
    }
}
