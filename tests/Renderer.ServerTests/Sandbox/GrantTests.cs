using Renderer.Profiles.Tokens;
using Renderer.Tests.Profiles.Tokens;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

/// <summary>The grants beside client credentials.</summary>
public sealed class GrantTests
{
    private const string Ann = Contacts + "/p0001";
    private const string Back = "http://localhost:9/callback";

    // RFC 7636, appendix B
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Fact]
    public async Task A_code_and_its_verifier_buy_tokens_that_read_and_a_refresh_token_is_good_once()
    {
        await using var sandbox = await StartAsync();
        var back = await Consenting.DecideAsync(Page(sandbox, "crm.objects.contacts.read"));
        Assert.Equal("the state", back.Parameter("state"));

        var first = await sandbox.AskAsync(Code(back));
        sandbox.Use(first.GetProperty("access_token").GetString()!);
        await sandbox.GetAsync(Ann);
        await sandbox.PatchAsync(Ann, new { properties = new { firstname = "Zoe" } }, 403); // not consented to

        var refresh = first.GetProperty("refresh_token").GetString()!;
        var second = await sandbox.AskAsync(Refresh(refresh));
        sandbox.Use(second.GetProperty("access_token").GetString()!);
        await sandbox.GetAsync(Ann);
        await sandbox.PatchAsync(Ann, new { properties = new { firstname = "Zoe" } }, 403);
        Assert.Equal("invalid_grant", (await sandbox.AskAsync(Refresh(refresh), 400)).GetProperty("error").GetString());
        await sandbox.AskAsync(Refresh(second.GetProperty("refresh_token").GetString()!));
    }

    [Fact]
    public async Task Another_verifier_buys_nothing()
    {
        await using var sandbox = await StartAsync();
        var back = await Consenting.DecideAsync(Page(sandbox));

        var error = await sandbox.AskAsync(Code(back, verifier: Verifier[..^1] + "x"), 400);

        Assert.Equal("invalid_grant", error.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Somebody_who_says_no_is_sent_back_with_it()
    {
        await using var sandbox = await StartAsync();

        var back = await Consenting.DecideAsync(Page(sandbox), "deny");

        Assert.Equal(("access_denied", "the state"), (back.Parameter("error"), back.Parameter("state")));
    }

    [Theory]
    [InlineData("client_id=other")]
    [InlineData("redirect_uri=https://evil.example/callback")]
    [InlineData("code_challenge=")]
    public async Task A_page_that_is_asked_for_wrongly_sends_nobody_anywhere_with_a_code(string wrong)
    {
        await using var sandbox = await StartAsync();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var name = wrong.Split('=')[0];
        var url = new Uri(System.Text.RegularExpressions.Regex.Replace(Page(sandbox).AbsoluteUri, $"{name}=[^&]*", wrong));

        using var answer = await browser.GetAsync(url);

        Assert.DoesNotContain("code=", answer.Headers.Location?.Query ?? "", StringComparison.Ordinal);
        Assert.True((int)answer.StatusCode is 400 or 401 || answer.Headers.Location?.Parameter("error") == "invalid_request");
    }

    [Theory]
    [InlineData("/", false)]
    [InlineData("/oauth", false)]
    [InlineData("/crm", true)]
    public async Task Refresh_tokens_are_revoked_where_the_paths_are_the_token_endpoints(string route, bool good)
    {
        await using var sandbox = await StartAsync();
        var first = await sandbox.AskAsync(Code(await Consenting.DecideAsync(Page(sandbox))));
        await sandbox.FaultsAsync($$"""{"revoke_tokens":true,"route":"{{route}}"}""");

        await sandbox.AskAsync(Refresh(first.GetProperty("refresh_token").GetString()!), good ? 200 : 400);
    }

    [Theory]
    [InlineData("RSA")]
    [InlineData("EC")]
    [InlineData("certificate")]
    public async Task A_bearer_assertion_buys_a_token_once(string kind)
    {
        await using var sandbox = await StartAsync("ClientKey=" + PublicOf(kind));
        var form = JwtBearer(sandbox, kind == "EC");

        sandbox.Use((await sandbox.AskAsync(form)).GetProperty("access_token").GetString()!);

        await sandbox.GetAsync(Ann);
        Assert.Equal("invalid_grant", (await sandbox.AskAsync(form, 400)).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("another user")]
    [InlineData("another audience")]
    [InlineData("another key")]
    [InlineData("an hour ago")]
    public async Task An_assertion_that_does_not_hold_buys_nothing(string wrong)
    {
        await using var sandbox = await StartAsync("ClientKey=" + PublicOf("RSA"));

        var form = JwtBearer(
            sandbox,
            ec: wrong == "another key",
            user: wrong == "another user" ? "x@sandbox.example" : "api@sandbox.example",
            audience: wrong == "another audience" ? "https://elsewhere.example" : null,
            ago: wrong == "an hour ago" ? TimeSpan.FromHours(1) : TimeSpan.Zero);

        Assert.Equal("invalid_grant", (await sandbox.AskAsync(form, 400)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_client_that_asserts_who_it_is_needs_no_secret()
    {
        await using var sandbox = await StartAsync("ClientKey=" + PublicOf("RSA"));
        var key = SigningKey.Read(Pems.RsaPem, null, null).Key!;
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "renderer",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = Assertion.Make(key, "renderer", "renderer", new Uri(sandbox.Url, TokenPath).AbsoluteUri, TimeProvider.System.GetUtcNow()),
        };

        sandbox.Use((await sandbox.AskAsync(form)).GetProperty("access_token").GetString()!);

        await sandbox.GetAsync(Ann);
        Assert.Equal("invalid_client", (await sandbox.AskAsync(form, 401)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_token_is_exchanged_for_another()
    {
        await using var sandbox = await StartAsync();
        var subject = await sandbox.TokenAsync("crm.objects.contacts.read");

        var reply = await sandbox.AskAsync(new()
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
            ["client_id"] = "renderer",
            ["client_secret"] = "sandbox-secret",
            ["subject_token"] = subject,
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
        });

        Assert.NotEqual(subject, reply.GetProperty("access_token").GetString());
        Assert.Equal("urn:ietf:params:oauth:token-type:access_token", reply.GetProperty("issued_token_type").GetString());
        sandbox.Use(reply.GetProperty("access_token").GetString()!);
        await sandbox.GetAsync(Ann);
    }

    private static Uri Page(RunningSandbox sandbox, string scope = "") => new(
        sandbox.Url,
        $"/oauth/authorize?response_type=code&client_id=renderer&redirect_uri={Uri.EscapeDataString(Back)}&scope={scope}&state=the%20state&code_challenge={Challenge}&code_challenge_method=S256");

    private static Dictionary<string, string> Code(Uri back, string verifier = Verifier) => new()
    {
        ["grant_type"] = "authorization_code",
        ["client_id"] = "renderer",
        ["client_secret"] = "sandbox-secret",
        ["code"] = back.Parameter("code")!,
        ["redirect_uri"] = Back,
        ["code_verifier"] = verifier,
    };

    private static Dictionary<string, string> Refresh(string token) => new()
    {
        ["grant_type"] = "refresh_token",
        ["client_id"] = "renderer",
        ["client_secret"] = "sandbox-secret",
        ["refresh_token"] = token,
    };

    private static Dictionary<string, string> JwtBearer(
        RunningSandbox sandbox, bool ec, string user = "api@sandbox.example", string? audience = null, TimeSpan ago = default) => new()
    {
        ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ["client_id"] = "renderer",
        ["assertion"] = Assertion.Make(
            SigningKey.Read(ec ? Pems.EcPem : Pems.RsaPem, null, null).Key!,
            "renderer",
            user,
            audience ?? new Uri(sandbox.Url, TokenPath).AbsoluteUri,
            TimeProvider.System.GetUtcNow() - ago),
    };

    private static string PublicOf(string kind) => kind switch
    {
        "EC" => Pems.Ec.ExportSubjectPublicKeyInfoPem(),
        "certificate" => Pems.CertificatePem.Value,
        _ => Pems.Rsa.ExportSubjectPublicKeyInfoPem(),
    };
}
