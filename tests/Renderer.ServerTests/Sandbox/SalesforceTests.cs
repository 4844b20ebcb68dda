using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Renderer.ServerTests.Sandbox;

/// <summary>The sandbox in Salesforce's clothes.</summary>
public sealed class SalesforceTests
{
    private const string Ann = "003SB00000p0001YAA";
    private const string Objects = "/services/data/v66.0/sobjects";

    [Fact]
    public async Task A_contact_has_types_and_only_the_fields_that_were_asked_for()
    {
        await using var sandbox = await StartAsync();
        using var answer = await sandbox.Http.GetAsync($"{Objects}/Contact/{Ann}?fields=Id,FirstName,Points__c,Marketing_Consent__c");

        var record = await RunningSandbox.JsonAsync(answer);

        Assert.Equal(["attributes", "Id", "FirstName", "Points__c", "Marketing_Consent__c"], record.EnumerateObject().Select(member => member.Name));
        Assert.Equal($"{Objects}/Contact/{Ann}", record.GetProperty("attributes").GetProperty("url").GetString());
        Assert.Equal((Ann, "Ann"), (record.GetProperty("Id").GetString(), record.GetProperty("FirstName").GetString()));
        Assert.Equal(JsonValueKind.Number, record.GetProperty("Points__c").ValueKind);
        Assert.Equal(JsonValueKind.True, record.GetProperty("Marketing_Consent__c").ValueKind);
        Assert.Matches("^api-usage=[0-9]+/1000000$", answer.Headers.GetValues("Sforce-Limit-Info").Single());
    }

    [Theory]
    [InlineData("Contact/003SB00000p0001", 200, null)]
    [InlineData("Contact/003SB00000p9999", 404, "NOT_FOUND")]
    [InlineData("Contact/00QSB00000p0001", 404, "NOT_FOUND")]
    [InlineData("Contact/003SB00000p0001ZZZ", 404, "NOT_FOUND")]
    [InlineData("Nothing/003SB00000p0001", 404, "NOT_FOUND")]
    [InlineData("Contact/003SB00000p0001?fields=Id,Nothing__c", 400, "INVALID_FIELD")]
    [InlineData("Contact/003SB00000p0001?fields=Id,Account.Name", 400, "INVALID_FIELD")]
    [InlineData("Contact/Customer_Number__c/10000001?fields=Id", 200, null)]
    [InlineData("Contact/Customer_Number__c/nobody?fields=Id", 404, "NOT_FOUND")]
    [InlineData("Contact/City__c/Berlin?fields=Id", 404, "NOT_FOUND")]
    [InlineData("Lead/00QSB00000p0001?fields=Email", 200, null)]
    public async Task Reads_are_strict(string path, int status, string? code)
    {
        await using var sandbox = await StartAsync();

        var answer = await sandbox.GetAsync($"{Objects}/{path}", status);

        Assert.Equal(code, status == 200 ? null : answer[0].GetProperty("errorCode").GetString());
    }

    [Theory]
    [InlineData("SELECT Id, Account.Name FROM Contact WHERE Email = 'P0001@people.example' LIMIT 2", 1)]
    [InlineData("select id from contact where email in ('p0001@people.example','nobody@x.example','p0002@people.example') order by LastModifiedDate desc", 2)]
    [InlineData("SELECT Id FROM Contact WHERE Id = '003SB00000p0001' AND Email = 'p0002@people.example'", 0)]
    [InlineData(@"SELECT Id FROM Contact WHERE Email = 'o\'hara\\@x.example'", 0)]
    [InlineData("SELECT Id FROM Contact WHERE Tier__c = 'gold' LIMIT 5", 5)]
    [InlineData("SELECT Id FROM Contact WHERE SystemModstamp >= 2100-01-01T00:00:00Z", 0)]
    public async Task Queries_find_whom_they_ask_for(string query, int count)
    {
        await using var sandbox = await StartAsync();

        var answer = await sandbox.GetAsync($"/services/data/v66.0/query?q={Uri.EscapeDataString(query)}");

        Assert.Equal((count, true, count), (answer.GetProperty("totalSize").GetInt32(), answer.GetProperty("done").GetBoolean(), answer.GetProperty("records").GetArrayLength()));
    }

    [Theory]
    [InlineData("SELECT Id FROM Contact WHERE Email = 'x", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact WHERE Email = x", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact LIMIT", "MALFORMED_QUERY")]
    [InlineData("SELECT * FROM Contact", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Contact LIMIT 2 LIMIT 3", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Nothing", "INVALID_TYPE")]
    [InlineData("SELECT Nothing FROM Contact", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Contact WHERE Nothing = 'x'", "INVALID_FIELD")]
    [InlineData("SELECT Owner.Name FROM Contact", "INVALID_FIELD")]
    public async Task Queries_are_strict(string query, string code)
    {
        await using var sandbox = await StartAsync();

        var answer = await sandbox.GetAsync($"/services/data/v66.0/query?q={Uri.EscapeDataString(query)}", 400);

        Assert.Equal(code, answer[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Everybody_comes_in_pages_of_2000()
    {
        await using var sandbox = await StartAsync("People=3500");
        var url = "/services/data/v66.0/query?q=SELECT+Id+FROM+Contact+ORDER+BY+Id";
        var seen = new List<string>();
        while (url is not null)
        {
            var page = await sandbox.GetAsync(url);
            seen.AddRange(page.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("Id").GetString()!));
            url = page.TryGetProperty("nextRecordsUrl", out var next) ? next.GetString() : null;
        }

        Assert.Equal(4500, seen.Distinct().Count());
        Assert.Equal("INVALID_QUERY_LOCATOR", (await sandbox.GetAsync("/services/data/v66.0/query/01g-2000", 400))[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Two_thousand_records_are_one_call_in_the_order_asked()
    {
        await using var sandbox = await StartAsync("People=3000");
        var ids = Enumerable.Range(1, 1999).Select(i => $"003SB00g{i:D7}").Append("003SB00000nobody").ToArray();

        var answer = await sandbox.PostAsync("/services/data/v66.0/composite/sobjects/Contact", new { ids, fields = new[] { "Email" } });

        Assert.Equal(2000, answer.GetArrayLength());
        Assert.Equal("g0001999@people.example", answer[1998].GetProperty("Email").GetString());
        Assert.Equal(JsonValueKind.Null, answer[1999].ValueKind);
        Assert.Equal("EXCEEDED_ID_LIMIT", (await sandbox.PostAsync("/services/data/v66.0/composite/sobjects/Contact", new { ids = ids.Append("x"), fields = new[] { "Email" } }, 400))[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task A_write_shows_and_is_strict()
    {
        await using var sandbox = await StartAsync();
        using var done = await sandbox.Http.PatchAsJsonAsync($"{Objects}/Contact/{Ann}", new { FirstName = "Zoe", Tier__c = "silver" });
        Assert.Equal(204, (int)done.StatusCode);
        Assert.Equal("Zoe", (await sandbox.GetAsync($"{Objects}/Contact/{Ann}?fields=FirstName")).GetProperty("FirstName").GetString());
        Assert.Equal("INVALID_FIELD", (await sandbox.PatchAsync($"{Objects}/Contact/{Ann}", new { Nothing__c = 1 }, 400))[0].GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Another_vendors_token_is_no_session_and_the_other_way_round()
    {
        await using var sandbox = await StartAsync();
        Assert.Equal("403", (await sandbox.Http.GetAsync("/crm/v3/objects/contacts/p0001")).StatusCode.ToString("D"));
        await sandbox.SignInAsync();
        Assert.Equal("INVALID_SESSION_ID", (await sandbox.GetAsync($"{Objects}/Contact/{Ann}", 401))[0].GetProperty("errorCode").GetString());
    }

    [Theory]
    [InlineData("renderer", "https://login.salesforce.com", "renderer@sandbox.example", 180, null)]
    [InlineData("another", "https://login.salesforce.com", "renderer@sandbox.example", 180, "invalid_client_id")]
    [InlineData("renderer", "https://evil.example", "renderer@sandbox.example", 180, "invalid_grant")]
    [InlineData("renderer", "https://login.salesforce.com", "somebody@sandbox.example", 180, "invalid_grant")]
    [InlineData("renderer", "https://login.salesforce.com", "renderer@sandbox.example", 3600, "invalid_grant")]
    [InlineData("renderer", "https://login.salesforce.com", "renderer@sandbox.example", -5, "invalid_grant")]
    public async Task An_assertion_with_the_registered_key_gives_a_session(string issuer, string audience, string subject, int seconds, string? error)
    {
        using var key = RSA.Create(2048);
        await using var sandbox = await RunningSandbox.StartAsync($"JwtKey={key.ExportSubjectPublicKeyInfoPem()}");

        var answer = await AssertAsync(sandbox, key, issuer, audience, subject, seconds, error is null ? 200 : 400);

        Assert.Equal(error, error is null ? null : answer.GetProperty("error").GetString());
        Assert.False(answer.TryGetProperty("expires_in", out _));
        using var strange = RSA.Create(2048);
        Assert.Equal("invalid assertion", (await AssertAsync(sandbox, strange, issuer, audience, subject, seconds, 400)).GetProperty("error_description").GetString());
    }

    [Theory]
    [InlineData("client_credentials", "renderer", "wrong", "invalid_client")]
    [InlineData("client_credentials", "another", "sandbox-secret", "invalid_client_id")]
    [InlineData("password", "renderer", "sandbox-secret", "unsupported_grant_type")]
    public async Task Tokens_are_refused_in_Salesforces_words(string grant, string id, string secret, string error)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var answer = await sandbox.Http.PostAsync("/services/oauth2/token", Form(("grant_type", grant), ("client_id", id), ("client_secret", secret)));
        Assert.Equal(error, (await RunningSandbox.JsonAsync(answer, 400)).GetProperty("error").GetString());
    }

    private static async Task<RunningSandbox> StartAsync(params string[] settings)
    {
        var sandbox = await RunningSandbox.StartAsync(settings);
        using var answer = await sandbox.Http.PostAsync(
            "/services/oauth2/token", Form(("grant_type", "client_credentials"), ("client_id", "renderer"), ("client_secret", "sandbox-secret")));
        sandbox.Use((await RunningSandbox.JsonAsync(answer)).GetProperty("access_token").GetString()!);
        return sandbox;
    }

    private static async Task<JsonElement> AssertAsync(
        RunningSandbox sandbox, RSA key, string issuer, string audience, string subject, int seconds, int status)
    {
        var now = DateTime.UnixEpoch + TimeSpan.FromMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var assertion = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = new Dictionary<string, object> { ["sub"] = subject },
            Expires = now.AddSeconds(seconds),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.RsaSha256),
        });
        using var answer = await sandbox.Http.PostAsync(
            "/services/oauth2/token", Form(("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)));
        return await RunningSandbox.JsonAsync(answer, status);
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] members) =>
        new(members.Select(member => KeyValuePair.Create(member.Name, member.Value)));
}
