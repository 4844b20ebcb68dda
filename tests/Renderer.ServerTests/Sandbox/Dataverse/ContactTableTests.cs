using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Dataverse;

public sealed class ContactTableTests
{
    private const string Api = "/api/data/v9.2";
    private const string P0001 = "00000000-0000-4000-8001-000000000001";

    [Fact]
    public async Task A_row_comes_with_its_types_its_tag_and_what_is_asked_beside_it()
    {
        await using var sandbox = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/contacts({P0001})?$select=firstname,new_points,new_tier,statecode&$expand=parentcustomerid_account($select=name)");
        request.Headers.Add("Prefer", "odata.include-annotations=\"*\"");

        using var response = await sandbox.Http.SendAsync(request);
        var row = await RunningSandbox.JsonAsync(response);

        Assert.Equal(response.Headers.ETag!.ToString(), row.Text("@odata.etag"));
        Assert.Equal((P0001, "Ann", "Gold"), (row.Text("contactid"), row.Text("firstname"), row.Text("new_tier@OData.Community.Display.V1.FormattedValue")));
        Assert.Equal(JsonValueKind.Number, row.GetProperty("new_points").ValueKind);
        Assert.Equal(JsonValueKind.Number, row.GetProperty("new_tier").ValueKind);
        Assert.Equal("Active", row.Text("statecode@OData.Community.Display.V1.FormattedValue"));
        Assert.False(row.TryGetProperty("lastname", out _));

        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Api}/contacts({P0001})?$select=firstname");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, (await sandbox.Http.SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("/contacts(00000000-0000-4000-8001-000000009999)", 404, "0x80040217")]
    [InlineData("/contacts(new_customernumber='1')", 404, "0x80060891")]
    [InlineData("/contacts(firstname='Ann')", 400, "0x80060888")]
    [InlineData("/contact", 404, "0x8006088a")]
    [InlineData("/contacts?$select=firstname,first_name", 400, "0x80060888")]
    [InlineData("/contacts?$select=FirstName", 400, "0x80060888")]
    [InlineData("/contacts?$filter=emailaddress1 eq 1", 400, "0x80060888")]
    [InlineData("/contacts?$filter=(statecode eq 0", 400, "0x80060888")]
    [InlineData("/contacts?$filter=statecode eq 0 and", 400, "0x80060888")]
    [InlineData("/contacts?$filter=emailaddress1 eq 'a'' or 1 eq 1", 400, "0x80060888")]
    [InlineData("/contacts?$top=0", 400, "0x80060888")]
    [InlineData("/contacts?$search=x", 400, "0x80060888")]
    [InlineData("/contacts?$skiptoken=x", 400, "0x80044332")]
    public async Task What_Dataverse_does_not_take_is_refused_in_its_words(string target, int status, string code)
    {
        await using var sandbox = await StartAsync();
        Assert.Equal(code, (await sandbox.GetAsync(Api + target, status)).GetProperty("error").Text("code"));
    }

    [Fact]
    public async Task A_condition_finds_by_index_and_by_looking_at_all()
    {
        await using var sandbox = await StartAsync();

        Assert.Equal(["Ann"], await NamesAsync("emailaddress1 eq 'P0001@people.example' and statecode eq 0"));
        Assert.Equal(2, (await NamesAsync($"contactid eq {P0001} or contactid eq 00000000-0000-4000-8001-000000000003")).Length);
        Assert.Equal(2, (await NamesAsync("(emailaddress1 eq 'p0001@people.example' or emailaddress1 eq 'p0003@people.example') and statecode eq 0")).Length);
        Assert.Empty(await NamesAsync("emailaddress1 eq 'p0001@people.example' and statecode eq 1"));
        Assert.Contains("Ann", await NamesAsync("firstname eq 'ann'"));
        Assert.Empty(await NamesAsync("modifiedon ge 2100-01-01T00:00:00Z"));

        async Task<string?[]> NamesAsync(string filter) =>
            [.. (await sandbox.GetAsync($"{Api}/contacts?$select=firstname&$filter={Uri.EscapeDataString(filter)}")).GetProperty("value").EnumerateArray().Select(row => row.Text("firstname"))];
    }

    [Fact]
    public async Task Pages_link_to_each_other_until_everybody_was_there()
    {
        await using var sandbox = await StartAsync("People=30");
        var seen = new HashSet<string>();
        string? next = $"{Api}/contacts?$select=contactid";
        for (; next is not null;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.Add("Prefer", "odata.maxpagesize=300");
            using var response = await sandbox.Http.SendAsync(request);
            var page = await RunningSandbox.JsonAsync(response);
            Assert.All(page.GetProperty("value").EnumerateArray(), row => Assert.True(seen.Add(row.Text("contactid")!)));
            next = page.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
        }

        Assert.Equal(1030, seen.Count);
    }

    [Fact]
    public async Task The_limit_counts_down_and_then_refuses_with_the_time_to_wait()
    {
        await using var sandbox = await StartAsync("DataverseRateLimit=3");
        for (var left = 2; left >= 0; left--)
        {
            using var good = await sandbox.Http.GetAsync($"{Api}/contacts({P0001})?$select=firstname");
            Assert.Equal(left.ToString(System.Globalization.CultureInfo.InvariantCulture), good.Headers.GetValues("x-ms-ratelimit-burst-remaining-xrm-requests").Single());
        }

        using var refused = await sandbox.Http.GetAsync($"{Api}/contacts({P0001})");
        Assert.Equal("0x80072322", (await RunningSandbox.JsonAsync(refused, 429)).GetProperty("error").Text("code"));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 300);
    }

    [Theory]
    [InlineData("wrong", "https://o.example/.default", 401, "invalid_client", 7000215)]
    [InlineData("sandbox-secret", "crm.objects.contacts.read", 400, "invalid_scope", 1002012)]
    [InlineData("sandbox-secret", "", 400, "invalid_request", 90014)]
    public async Task Entra_says_no_with_its_numbers(string secret, string scope, int status, string error, int number)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var response = await sandbox.AskTokenAsync(scope, secret, "/contoso.example/oauth2/v2.0/token");
        var body = await RunningSandbox.JsonAsync(response, status);

        Assert.Equal((error, number), (body.Text("error"), body.GetProperty("error_codes")[0].GetInt32()));
    }

    [Fact]
    public async Task A_token_of_HubSpots_opens_nothing_and_a_revoked_one_no_more()
    {
        await using var sandbox = await StartAsync();
        var good = sandbox.Http.DefaultRequestHeaders.Authorization!;
        sandbox.Use(await sandbox.TokenAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await sandbox.Http.GetAsync($"{Api}/contacts")).StatusCode);
        sandbox.Http.DefaultRequestHeaders.Authorization = good;
        Assert.Equal(HttpStatusCode.OK, (await sandbox.Http.GetAsync($"{Api}/contacts?$top=1")).StatusCode);

        await sandbox.FaultsAsync("""{"revoke_tokens":true}""");

        Assert.Equal(HttpStatusCode.Unauthorized, (await sandbox.Http.GetAsync($"{Api}/contacts")).StatusCode);
    }

    [Fact]
    public async Task Faults_and_calls_are_Dataverses_too()
    {
        await using var sandbox = await StartAsync();
        await sandbox.FaultsAsync("""{"status":503}""");
        Assert.Equal("0x80040216", (await sandbox.GetAsync($"{Api}/contacts({P0001})", 503)).GetProperty("error").Text("code"));

        var routes = (await sandbox.GetAsync("/sandbox/calls")).GetProperty("routes").GetRawText();
        Assert.Equal("""{"GET /api/data/v{version}/contacts({key})":1,"POST /{tenant}/oauth2/v2.0/token":1}""", routes);
    }

    [Fact]
    public async Task The_table_describes_its_columns_and_choices()
    {
        await using var sandbox = await StartAsync();
        var columns = (await sandbox.GetAsync($"{Api}/EntityDefinitions(LogicalName='contact')/Attributes")).GetProperty("value").EnumerateArray().ToList();
        Assert.Contains(columns, column => column.Text("LogicalName") == "new_points" && column.Text("AttributeType") == "Decimal");

        var choices = (await sandbox.GetAsync($"{Api}/EntityDefinitions(LogicalName='contact')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$expand=OptionSet($select=Options)"))
            .GetProperty("value").EnumerateArray().ToList();
        Assert.Contains(choices, column => column.Text("LogicalName") == "new_tier" && column.GetProperty("OptionSet").GetProperty("Options").GetArrayLength() > 2);
    }

    private static async Task<RunningSandbox> StartAsync(params string[] settings)
    {
        var sandbox = await RunningSandbox.StartAsync(settings);
        using var response = await sandbox.AskTokenAsync("https://o.example/.default", path: "/contoso.example/oauth2/v2.0/token");
        sandbox.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await RunningSandbox.JsonAsync(response)).Text("access_token"));
        return sandbox;
    }
}
