using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Ledger;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Rest;

/// <summary>The worked example of Zoho, against a strict API and token server in its clothes.</summary>
public sealed class ZohoTests(PostgresServer postgres) : IAsyncLifetime
{
    private readonly List<JsonObject> contacts =
        [.. Enumerable.Range(1, 450).Select(n => Contact($"55{n:D4}", $"z{n}@people.example", $"Zoe {n}", $"2026-11-01T00:{n / 60:D2}:{n % 60:D2}+01:00"))];

    private LedgerRig ledger = null!;
    private RestHost host = null!;
    private ICrmConnection zoho = null!;
    private int tokens;

    public async ValueTask InitializeAsync()
    {
        host = await RestHost.StartAsync(AnswerAsync);
        var url = host.Url.ToString().TrimEnd('/');
        ledger = await LedgerRig.CreateAsync(LedgerKind.Sqlite, postgres);
        zoho = RestConnecting.Example(
            "zoho", (await ledger.OpenAsync()).Store.Grants, ("ZOHO_API", url), ("ZOHO_ACCOUNTS", url), ("ZOHO_CLIENT_ID", "1000.ID"), ("ZOHO_CLIENT_SECRET", "s3cret"), ("ZOHO_REFRESH_TOKEN", "1000.refresh"));
    }

    public async ValueTask DisposeAsync()
    {
        await zoho.DisposeAsync();
        await host.DisposeAsync();
        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task A_person_is_read_by_id_and_by_email_with_one_token()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            zoho.ReadAsync(n % 2 == 0 ? Identifier.Id("550007") : Identifier.Email("z7@people.example"), ["first_name", "tier"]).AsTask()));

        Assert.All(answers, answer => Assert.Equal("""{"first_name":"Zoe 7","tier":"gold"}""", answer.Text()));
        Assert.Equal(1, tokens);
    }

    [Theory]
    [InlineData("id", "999999")]
    [InlineData("email", "nobody@people.example")]
    [InlineData("email", "a&email=z7@people.example")]
    public async Task A_204_is_nobody(string kind, string value) =>
        Assert.Equal(Reason.ProfileMissing, (await zoho.ReadAsync(new Identifier(kind, value))).Reason);

    [Fact]
    public async Task A_token_that_ended_is_renewed_once_and_the_read_succeeds()
    {
        await zoho.ReadAsync(Identifier.Id("550007"));
        Interlocked.Increment(ref tokens); // the one that is out is good no more

        Assert.Equal("550008", (await zoho.ReadAsync(Identifier.Id("550008"))).Person?.Id);
        Assert.Equal(3, tokens);
    }

    [Fact]
    public async Task Of_two_with_one_address_the_newest_is_shown()
    {
        contacts.Add(Contact("990001", "z7@people.example", "Newest", "2026-11-29T12:00:00+01:00"));
        contacts.Add(Contact("990002", "z7@people.example", "Older", "2020-11-29T12:00:00+01:00"));

        Assert.Equal("""{"first_name":"Newest"}""", (await zoho.ReadAsync(Identifier.Email("z7@people.example"), ["first_name"])).Text());
    }

    [Fact]
    public async Task Many_by_id_are_one_call_and_by_email_one_each()
    {
        var byId = await zoho.ReadManyAsync([.. Enumerable.Range(440, 20).Select(n => Identifier.Id($"55{n:D4}"))], ["first_name"]);
        Assert.Equal((11, 9), (byId.Count(answer => answer.Person is not null), byId.Count(answer => answer.Reason == Reason.ProfileMissing)));
        Assert.Single(host.Requests, request => request.Target.StartsWith("/crm", StringComparison.Ordinal));

        var byEmail = await zoho.ReadManyAsync([.. Enumerable.Range(445, 10).Select(n => Identifier.Email($"z{n}@people.example"))], ["first_name"]);
        Assert.Equal(6, byEmail.Count(answer => answer.Person is not null));
        Assert.All(byEmail.Skip(6), answer => Assert.Equal(Reason.ProfileMissing, answer.Reason));
    }

    [Fact]
    public async Task Everybody_is_listed_and_those_who_changed_are_found()
    {
        Assert.Equal(450, (await zoho.AllAsync()).Select(person => person.Id).Distinct().Count());
        var since = DateTimeOffset.Parse("2026-11-01T00:07:20+01:00", CultureInfo.InvariantCulture);
        Assert.Equal(10, (await zoho.AllAsync(since)).Count);
        Assert.Empty(await zoho.AllAsync(since.AddDays(20))); // Zoho says 304
    }

    [Fact]
    public async Task Attributes_are_described_in_our_words()
    {
        var (attributes, reason) = await zoho.DescribeAsync(RestConnecting.Ample(), default);

        Assert.Equal(Reason.None, reason);
        Assert.Equal(
            [("First_Name", AttributeType.Text), ("Tier", AttributeType.Text), ("Score", AttributeType.Number), ("Layout", (AttributeType?)null)],
            attributes.Select(attribute => (attribute.Name, attribute.Type)));
        Assert.Equal(["gold", "silver"], attributes[1].Options);
    }

    private static JsonObject Contact(string id, string email, string name, string modified) => new()
    {
        ["id"] = id, ["Email"] = email, ["First_Name"] = name, ["Tier"] = "gold", ["Mailing_City"] = "Wien", ["Modified_Time"] = modified,
    };

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == "/oauth/v2/token")
        {
            var form = await request.ReadFormAsync();
            var good = form["grant_type"] == "refresh_token" && form["refresh_token"] == "1000.refresh" && form["client_id"] == "1000.ID" && form["client_secret"] == "s3cret";
            await RestHost.JsonAsync(context, good
                ? new JsonObject { ["access_token"] = $"t{Interlocked.Increment(ref tokens)}", ["expires_in"] = 3600, ["api_domain"] = host.Url.ToString(), ["token_type"] = "Bearer" }
                : new JsonObject { ["error"] = "invalid_client" });
            return;
        }

        if (request.Headers.Authorization != $"Zoho-oauthtoken t{tokens}")
        {
            await RestHost.JsonAsync(context, new JsonObject { ["code"] = "INVALID_TOKEN", ["status"] = "error" }, 401);
            return;
        }

        if (request.Path == "/crm/v8/settings/fields")
        {
            await RestHost.JsonAsync(context, JsonNode.Parse("""
                {"fields":[{"api_name":"First_Name","data_type":"text","field_label":"First Name","pick_list_values":[]},
                 {"api_name":"Tier","data_type":"picklist","field_label":"Tier","pick_list_values":[{"actual_value":"gold"},{"actual_value":"silver"}]},
                 {"api_name":"Score","data_type":"double"},{"api_name":"Layout","data_type":"layout"}]}
                """));
            return;
        }

        if (await RestHost.RefusedAsync(context, "fields", "email", "ids", "per_page", "page_token", "sort_by", "sort_order"))
        {
            return;
        }

        var fields = request.Query["fields"].ToString().Split(',');
        if (!fields.Contains("Email") || !fields.Contains("Modified_Time"))
        {
            await RestHost.JsonAsync(context, new JsonObject { ["code"] = "REQUIRED_PARAM_MISSING" }, 400);
            return;
        }

        var found = Found(request);
        var after = int.TryParse(request.Query["page_token"], CultureInfo.InvariantCulture, out var at) ? at : 0;
        var page = found.Skip(after).Take(200).Select(contact => (JsonNode)new JsonObject(contact
            .Where(member => member.Key == "id" || fields.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))).ToArray();
        if (page.Length == 0)
        {
            context.Response.StatusCode = request.Headers.IfModifiedSince.Count > 0 ? 304 : 204;
            return;
        }

        var more = found.Count > after + 200;
        await RestHost.JsonAsync(context, new JsonObject
        {
            ["data"] = new JsonArray(page),
            ["info"] = new JsonObject { ["more_records"] = more, ["next_page_token"] = more ? $"{after + 200}" : null },
        });
    }

    private List<JsonObject> Found(HttpRequest request) =>
    [
        .. contacts.Where(contact => request.Path.Value switch
        {
            "/crm/v8/Contacts/search" => (string?)contact["Email"] == request.Query["email"],
            "/crm/v8/Contacts" => (request.Query["ids"].ToString() is not { Length: > 0 } ids || ids.Split(',').Contains((string?)contact["id"]))
                && (request.Headers.IfModifiedSince is not [{ } since] || Time((string)contact["Modified_Time"]!) > Time(since)),
            var path => path == $"/crm/v8/Contacts/{contact["id"]}",
        }),
    ];

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
