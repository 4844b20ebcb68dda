using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Rest;

/// <summary>The worked example of Pipedrive, against a strict API in its clothes.</summary>
public sealed class PipedriveTests : IAsyncLifetime
{
    private const string Tier = "d4de1c1518b4531717c676029a45911c340390a6";

    private readonly List<JsonObject> persons = [.. Enumerable.Range(1, 30).Select(n => Person(n, $"d{n}@people.example", $"d{n}@work.example"))];

    private RestHost host = null!;
    private ICrmConnection pipedrive = null!;

    public async ValueTask InitializeAsync()
    {
        host = await RestHost.StartAsync(AnswerAsync);
        pipedrive = RestConnecting.Example("pipedrive", ("PIPEDRIVE_URL", host.Url.ToString()), ("PIPEDRIVE_TOKEN", "tok"), ("PIPEDRIVE_HOOK", "renderer:word"));
    }

    public async ValueTask DisposeAsync()
    {
        await pipedrive.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_search_that_has_ids_alone_leads_to_the_person()
    {
        var answer = await pipedrive.ReadAsync(Identifier.Email("d7@work.example"), ["first_name", "tier"]);

        Assert.Equal("""{"first_name":"Dan 7","tier":"gold"}""", answer.Text());
        Assert.Equal("7", answer.Person!.Id);
        Assert.Equal([Identifier.Email("d7@people.example"), Identifier.Email("d7@work.example")], answer.Person.Identifiers);
        Assert.Equal(["/api/v2/persons/search?term=d7%40work.example&fields=email&exact_match=true", "/api/v2/persons/7"], host.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Nobody_the_deleted_and_two_with_one_address_are_nobody()
    {
        persons[4]["is_deleted"] = true;
        persons.Add(Person(31, "d9@people.example"));

        Assert.Equal(Reason.ProfileMissing, (await pipedrive.ReadAsync(Identifier.Email("nobody@people.example"))).Reason);
        Assert.Equal(Reason.ProfileMissing, (await pipedrive.ReadAsync(Identifier.Id("999"))).Reason);
        Assert.Equal(Reason.ProfileMissing, (await pipedrive.ReadAsync(Identifier.Id("5"))).Reason);
        Assert.Equal(Reason.ProfileMissing, (await pipedrive.ReadAsync(Identifier.Email("d9@people.example"))).Reason);
    }

    [Fact]
    public async Task Many_lists_and_changes()
    {
        var many = await pipedrive.ReadManyAsync([.. Enumerable.Range(25, 10).Select(n => Identifier.Id($"{n}"))], ["first_name"]);
        Assert.Equal(6, many.Count(answer => answer.Person is not null));
        Assert.Single(host.Requests);

        Assert.Equal(30, (await pipedrive.AllAsync()).Select(person => person.Id).Distinct().Count());
        Assert.Equal(5, (await pipedrive.AllAsync(DateTimeOffset.UnixEpoch.AddDays(20_026))).Count);
    }

    [Theory]
    [InlineData("change", ChangeKind.Changed)]
    [InlineData("create", ChangeKind.Created)]
    [InlineData("delete", ChangeKind.Deleted)]
    public void A_hook_with_the_password_says_who_changed(string action, object kind)
    {
        var reading = pipedrive.ReadHook(Hook("renderer:word", action));

        var change = Assert.Single(reading.Changes);
        Assert.True(reading.Genuine);
        Assert.Equal((Identifier.Id("7"), (ChangeKind)kind), (change.Person, change.Kind));
    }

    [Theory]
    [InlineData("renderer:wrong")]
    [InlineData("")]
    public void A_hook_without_it_is_refused(string password) => Assert.Equal(new HookReading(false, []), pipedrive.ReadHook(Hook(password, "change")));

    private static HookDelivery Hook(string password, string action)
    {
        var headers = new HeaderDictionary { ["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(password)) };
        var body = $$$"""{"meta":{"action":"{{{action}}}","entity":"person","entity_id":"7","version":"2.0"},"data":{"id":7},"previous":null}""";
        return new HookDelivery("POST", "https://renderer.example/hooks/default/pipedrive", headers, Encoding.UTF8.GetBytes(body));
    }

    private static JsonObject Person(int n, params string[] emails) => new()
    {
        ["id"] = n,
        ["first_name"] = $"Dan {n}",
        ["emails"] = new JsonArray([.. emails.Select(email => new JsonObject { ["value"] = email, ["primary"] = email == emails[0] })]),
        ["custom_fields"] = new JsonObject { [Tier] = "gold" },
        ["is_deleted"] = false,
        ["update_time"] = DateTimeOffset.UnixEpoch.AddDays(20_000 + n).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers["x-api-token"] != "tok")
        {
            await RestHost.JsonAsync(context, new JsonObject { ["success"] = false, ["error"] = "unauthorized access" }, 401);
            return;
        }

        if (await RestHost.RefusedAsync(context, "term", "fields", "exact_match", "ids", "limit", "cursor", "sort_by", "updated_since"))
        {
            return;
        }

        if (request.Path == "/api/v2/persons/search")
        {
            var term = request.Query["term"].ToString();
            var found = persons.Where(person => person["emails"]!.AsArray().Any(email => (string?)email!["value"] == term));
            await RestHost.JsonAsync(context, new JsonObject
            {
                ["success"] = true,
                ["data"] = new JsonObject { ["items"] = new JsonArray([.. found.Select(person => new JsonObject { ["result_score"] = 1, ["item"] = new JsonObject { ["id"] = (int)person["id"]! } })]) },
            });
            return;
        }

        if (request.Path == "/api/v2/persons")
        {
            var ids = request.Query["ids"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
            var since = request.Query["updated_since"] is [{ } text] ? text : "";
            var found = persons.Where(person => (ids.Length == 0 || ids.Contains(person["id"]!.ToString())) && string.CompareOrdinal((string?)person["update_time"], since) >= 0).ToList();
            var after = int.TryParse(request.Query["cursor"], CultureInfo.InvariantCulture, out var at) ? at : 0;
            await RestHost.JsonAsync(context, new JsonObject
            {
                ["success"] = true,
                ["data"] = new JsonArray([.. found.Skip(after).Take(12).Select(person => person.DeepClone())]),
                ["additional_data"] = new JsonObject { ["next_cursor"] = found.Count > after + 12 ? $"{after + 12}" : null },
            });
            return;
        }

        var one = persons.Find(person => request.Path == $"/api/v2/persons/{person["id"]}");
        await (one is null
            ? RestHost.JsonAsync(context, new JsonObject { ["success"] = false, ["error"] = "Person not found" }, 404)
            : RestHost.JsonAsync(context, new JsonObject { ["success"] = true, ["data"] = one.DeepClone() }));
    }
}
