using System.Text;
using System.Web;
using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Tokens;
using Renderer.Tests.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Tokens;

/// <summary>Settings to what a server sees, over HTTP.</summary>
public sealed class TokenDeskTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private TokenHost host = null!;

    public async ValueTask InitializeAsync() => host = await TokenHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Id_and_secret_alone_are_client_credentials_in_the_form()
    {
        await AskAsync(Client with { Scope = "a b" });

        Assert.Equal(["grant_type=client_credentials", "scope=a b", "client_id=my id", "client_secret=s&c:ret"], Form());
        Assert.Null(Seen.Authorization);
    }

    [Fact]
    public async Task Basic_encodes_id_and_secret_before_it_joins_them()
    {
        await AskAsync(Client with { Auth = Way(AuthWay.ClientCredentials) with { ClientProof = ClientProof.Basic } });

        Assert.Equal(["grant_type=client_credentials"], Form());
        Assert.Equal("Basic " + Convert.ToBase64String("my+id:s%26c%3Aret"u8), Seen.Authorization);
    }

    [Fact]
    public async Task A_private_key_in_the_place_of_the_secret_is_an_assertion_for_the_endpoint()
    {
        await AskAsync(Client with { ClientSecret = null, Auth = Way(AuthWay.ClientCredentials) with { PrivateKey = Pems.RsaPem, Certificate = Pems.CertificatePem } });

        var form = Form();
        Assert.Equal("client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form[2]);
        var claims = Claims(form[3]["client_assertion=".Length..]);
        Assert.Contains($"\"iss\":\"my id\",\"sub\":\"my id\",\"aud\":\"{host.Url}\"", claims, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bearer_assertion_is_as_Salesforce_wants_it()
    {
        await AskAsync(
            Client with { ClientSecret = null, Auth = Way(AuthWay.JwtBearer) with { PrivateKey = Pems.RsaPem, Subject = "api@example.com" } },
            vendor => vendor with { Audience = "https://login.salesforce.com" });

        var form = Form();
        Assert.Equal("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer", form[0]);
        var claims = Claims(form[1]["assertion=".Length..]);
        Assert.Contains("\"iss\":\"my id\",\"sub\":\"api@example.com\",\"aud\":\"https://login.salesforce.com\"", claims, StringComparison.Ordinal);
        Assert.DoesNotContain(form, member => member.StartsWith("client_secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_request_has_an_assertion_of_its_own()
    {
        var tokens = Open(Client with { ClientSecret = null, Auth = Way(AuthWay.JwtBearer) with { PrivateKey = Pems.EcPem, Subject = "x" } });
        var first = (await tokens.GetAsync(default)).Token!;
        tokens.Drop(first);
        await tokens.GetAsync(default);

        Assert.Equal(2, host.Seen.Select(seen => seen.Form).Distinct().Count());
        await tokens.DisposeAsync();
    }

    [Fact]
    public async Task An_exchange_names_both_tokens_and_what_they_are()
    {
        await AskAsync(Client with
        {
            Scope = "read",
            Auth = Way(AuthWay.TokenExchange) with
            {
                SubjectToken = new Secret("sub"),
                ActorToken = new Secret("act"),
                ActorTokenType = "urn:ietf:params:oauth:token-type:jwt",
                Audience = "crm",
                Resource = "https://crm.example",
            },
        });

        Assert.Equal(
            [
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token=sub", "subject_token_type=urn:ietf:params:oauth:token-type:access_token",
                "actor_token=act", "actor_token_type=urn:ietf:params:oauth:token-type:jwt",
                "audience=crm", "resource=https://crm.example", "scope=read", "client_id=my id", "client_secret=s&c:ret",
            ],
            Form());
    }

    public static TheoryData<string, string, string> Plain => new()
    {
        { "bearer", "Authorization", "Bearer pat" },
        { "zoho", "Authorization", "Zoho-oauthtoken pat" },
        { "user", "Authorization", "Basic " + Convert.ToBase64String("ann:p:w"u8) },
        { "user without password", "Authorization", "Basic " + Convert.ToBase64String("ann:"u8) },
        { "segment", "Authorization", "Basic " + Convert.ToBase64String("pat:"u8) },
        { "klaviyo", "Authorization", "Klaviyo-API-Key pat" },
        { "header", "X-Api-Key", "pat" },
    };

    [Theory]
    [MemberData(nameof(Plain))]
    public async Task Plain_ways_stand_in_their_header(string what, string header, string value)
    {
        var token = new Secret("pat");
        var auth = what switch
        {
            "zoho" => Way(AuthWay.Bearer) with { Scheme = "Zoho-oauthtoken" },
            "user" => Way(AuthWay.Basic) with { UserName = "ann", Password = new Secret("p:w") },
            "user without password" => Way(AuthWay.Basic) with { UserName = "ann" },
            "klaviyo" => Way(AuthWay.Key) with { Key = token, Scheme = "Klaviyo-API-Key" },
            "header" => Way(AuthWay.Key) with { Key = token, Header = "X-Api-Key" },
            _ => null,
        };
        var tokens = Open(
            Bare with { AccessToken = token, Auth = auth },
            vendor => what == "segment" ? vendor with { AccessTokenAs = AuthWay.Basic } : vendor);
        using var request = new HttpRequestMessage();
        request.Headers.TryAddWithoutValidation(header, "of before");

        tokens.Header.Write(request, (await tokens.GetAsync(default)).Token!);

        Assert.Equal([value], request.Headers.GetValues(header));
        Assert.Empty(host.Seen);
    }

    public static TheoryData<string, string> Faulty => new()
    {
        { "basic", "username" },
        { "key", "key" },
        { "key of two lines", "single line" },
        { "bearer", "access_token" },
        { "jwt without key", "private_key" },
        { "jwt without subject", "subject" },
        { "exchange", "subject_token" },
        { "refresh", "refresh_token" },
        { "no proof", "auth.private_key" },
        { "assertion", "auth.private_key" },
        { "bad key", "auth.private_key" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void What_is_missing_is_named(string what, string key)
    {
        var settings = what switch
        {
            "basic" => Bare with { Auth = Way(AuthWay.Basic) },
            "key" => Bare with { Auth = Way(AuthWay.Key) },
            "key of two lines" => Bare with { Auth = Way(AuthWay.Key) with { Key = new Secret("canary\r\nX: y") } },
            "bearer" => Bare with { Auth = Way(AuthWay.Bearer) },
            "jwt without key" => Client with { Auth = Way(AuthWay.JwtBearer) with { Subject = "x" } },
            "jwt without subject" => Client with { Auth = Way(AuthWay.JwtBearer) with { PrivateKey = Pems.EcPem } },
            "exchange" => Client with { Auth = Way(AuthWay.TokenExchange) },
            "refresh" => Client with { Auth = Way(AuthWay.RefreshToken) },
            "no proof" => Bare with { ClientId = "id", Auth = Way(AuthWay.ClientCredentials) },
            "assertion" => Client with { Auth = Way(AuthWay.ClientCredentials) with { ClientProof = ClientProof.Assertion } },
            _ => Client with { Auth = Way(AuthWay.JwtBearer) with { PrivateKey = new Secret("canary"), Subject = "x" } },
        };

        var opened = Desk().Open(settings, Vendor());

        Assert.Null(opened.Open);
        Assert.Equal("connection_credentials", opened.Code);
        Assert.Contains(key, opened.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", opened.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_reply_says_beside_the_token_is_kept()
    {
        host.Answer = (context, _) => FakeHubSpot.AnswerAsync(context, 200, """
            {"access_token":"abc","instance_url":"https://x.my.salesforce.com","api_domain":"https://www.zohoapis.eu","scope":"api","refresh_token":"next","token_type":"Bearer"}
            """);

        var token = (await Open(Client, vendor => vendor with { Life = TimeSpan.FromMinutes(55) }).GetAsync(default)).Token!;

        Assert.Equal(("https://x.my.salesforce.com", "https://www.zohoapis.eu", "api"), (token.Extras.InstanceUrl, token.Extras.ApiDomain, token.Extras.Scope));
        Assert.Equal(("next", TimeSpan.FromMinutes(55)), (token.Extras.RefreshToken?.Value, token.Extras.Life));
        Assert.DoesNotContain("next", token.Extras.ToString(), StringComparison.Ordinal);
    }

    private static ConnectionSettings Bare => new() { Name = "main", Type = "any" };

    private static ConnectionSettings Client => Bare with { ClientId = "my id", ClientSecret = new Secret("s&c:ret") };

    private (string Form, string? Authorization) Seen => Assert.Single(host.Seen);

    private static AuthSettings Way(AuthWay way) => new() { Way = way };

    private VendorAuth Vendor() => new() { TokenUrl = host.Url };

    private TokenDesk Desk() => new(WorkspaceName.Default, Connecting.Loopback, null, new ConnectionWatch(WorkspaceName.Default, "main", clock, host.Log), clock);

    private ITokens Open(ConnectionSettings settings, Func<VendorAuth, VendorAuth>? vendor = null)
    {
        var opened = Desk().Open(settings, vendor?.Invoke(Vendor()) ?? Vendor());
        Assert.Null(opened.Fault);
        return opened.Open!(host.Wire);
    }

    private async Task AskAsync(ConnectionSettings settings, Func<VendorAuth, VendorAuth>? vendor = null)
    {
        await using var tokens = Open(settings, vendor);
        Assert.Equal("token-1", (await tokens.GetAsync(default)).Token?.Value);
    }

    private string[] Form() => [.. Seen.Form.Split('&').Select(HttpUtility.UrlDecode).OfType<string>()];

    private static string Claims(string assertion) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(assertion.Split('.')[1]));
}
