using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Rest;

/// <summary>The worked example of Klaviyo, against a strict API in its clothes.</summary>
public sealed partial class KlaviyoTests : IAsyncLifetime
{
    private const int PageSize = 100;

    private readonly Dictionary<string, JsonObject> people = Enumerable.Range(1, 250).ToDictionary(
        n => $"01K{n:D4}",
        n => new JsonObject
        {
            ["email"] = $"k{n}@people.example",
            ["external_id"] = $"x{n}",
            ["first_name"] = $"Kim {n}",
            ["properties"] = new JsonObject { ["tier"] = "gold", ["points"] = n },
            ["location"] = new JsonObject { ["city"] = "Graz" },
            ["updated"] = Updated(n),
        });

    private RestHost host = null!;
    private ICrmConnection klaviyo = null!;

    public async ValueTask InitializeAsync()
    {
        host = await RestHost.StartAsync(AnswerAsync);
        klaviyo = RestConnecting.Example("klaviyo", ("KLAVIYO_URL", host.Url.ToString()), ("KLAVIYO_KEY", "pk_123"));
    }

    public async ValueTask DisposeAsync()
    {
        await klaviyo.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_person_is_read_by_id_by_email_and_by_the_external_id()
    {
        foreach (var name in new[] { Identifier.Id("01K0007"), Identifier.Email("K7@people.example"), new Identifier("external_id", "x7") })
        {
            var answer = await klaviyo.ReadAsync(name, ["first_name", "tier", "city"]);

            Assert.Equal("01K0007", answer.Person?.Id);
            Assert.Equal("""{"city":"Graz","first_name":"Kim 7","tier":"gold"}""", answer.Text());
            Assert.Equal([Identifier.Email("k7@people.example"), new Identifier("external_id", "x7")], answer.Person!.Identifiers);
        }

        Assert.Contains("fields%5Bprofile%5D=email%2Cupdated%2C", host.Requests.First().Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id", "01K9999")]
    [InlineData("email", "nobody@people.example")]
    [InlineData("email", "a\"),equals(email,\"k7@people.example")]
    [InlineData("email", "k7@people.example\"")]
    [InlineData("id", "../../profiles/01K0007")]
    [InlineData("id", "01K0007?include=lists")]
    public async Task Nobody_is_nobody_and_a_hostile_name_asks_for_nobody_else(string kind, string value)
    {
        var answer = await klaviyo.ReadAsync(new Identifier(kind, value));

        Assert.Equal((null, Reason.ProfileMissing), (answer.Person, answer.Reason));
    }

    [Fact]
    public async Task Many_are_read_in_one_call()
    {
        var names = Enumerable.Range(1, 60).Select(n => Identifier.Email($"k{n * 5}@people.example")).ToList();

        var answers = await klaviyo.ReadManyAsync(names, ["tier"]);

        Assert.Equal(names.Select((_, n) => (n + 1) * 5 <= 250 ? $"01K{(n + 1) * 5:D4}" : null), answers.Select(answer => answer.Person?.Id));
        Assert.All(answers.Skip(50), answer => Assert.Equal(Reason.ProfileMissing, answer.Reason));
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task Everybody_is_listed_by_links_and_those_who_changed_are_found()
    {
        Assert.Equal(people.Keys.Order(), (await klaviyo.AllAsync()).Select(person => person.Id).Order());
        Assert.Equal(3, host.Requests.Count);

        var changed = await klaviyo.AllAsync(DateTimeOffset.Parse(Updated(240), CultureInfo.InvariantCulture));

        Assert.Equal(Enumerable.Range(241, 10).Select(n => $"01K{n:D4}"), changed.Select(person => person.Id).Order());
    }

    [Fact]
    public async Task The_limits_of_klaviyo_are_understood()
    {
        await klaviyo.ReadAsync(Identifier.Id("01K0007"));

        var quota = klaviyo.Quota!.Value;
        Assert.Equal((75L, 71L, TimeSpan.FromSeconds(1)), (quota.Limit, quota.Remaining, quota.Window));
    }

    private static string Updated(int n) =>
        DateTimeOffset.UnixEpoch.AddDays(20_000).AddMinutes(n).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Authorization != "Klaviyo-API-Key pk_123" || request.Headers["revision"] != "2026-01-15" || request.Headers.Accept != "application/vnd.api+json")
        {
            await RestHost.JsonAsync(context, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["status"] = 401 }) }, 401);
            return;
        }

        context.Response.Headers["RateLimit-Limit"] = "75, 75;w=1, 700;w=60";
        context.Response.Headers["RateLimit-Remaining"] = "71";
        context.Response.Headers["RateLimit-Reset"] = "1";
        if (await RestHost.RefusedAsync(context, "filter", "fields[profile]", "page[size]", "page[cursor]", "sort"))
        {
            return;
        }

        if (request.Path.StartsWithSegments("/api/profiles", out var rest) && rest.HasValue)
        {
            var id = rest.Value!.TrimStart('/');
            await (people.ContainsKey(id)
                ? RestHost.JsonAsync(context, new JsonObject { ["data"] = Resource(id) })
                : RestHost.JsonAsync(context, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = "not_found" }) }, 404));
            return;
        }

        if (Filtered(request.Query["filter"].ToString()) is not { } found)
        {
            await RestHost.JsonAsync(context, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = "invalid" }) }, 400);
            return;
        }

        var size = int.TryParse(request.Query["page[size]"], CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, PageSize) : 20;
        var after = int.TryParse(request.Query["page[cursor]"], CultureInfo.InvariantCulture, out var cursor) ? cursor : 0;
        var next = found.Count > after + size
            ? $"{host.Url}api/profiles?page%5Bsize%5D={size}&page%5Bcursor%5D={after + size}&filter={Uri.EscapeDataString(request.Query["filter"].ToString())}"
            : null;
        await RestHost.JsonAsync(context, new JsonObject
        {
            ["data"] = new JsonArray([.. found.Skip(after).Take(size).Reverse().Select(Resource)]),
            ["links"] = new JsonObject { ["self"] = "x", ["next"] = next, ["prev"] = null },
        });
    }

    private JsonObject Resource(string id) => new() { ["type"] = "profile", ["id"] = id, ["attributes"] = people[id].DeepClone() };

    // Null: Klaviyo could not read it.
    private List<string>? Filtered(string filter)
    {
        if (filter.Length == 0)
        {
            return [.. people.Keys];
        }

        if (Filter().Match(filter) is not { Success: true } match)
        {
            return null;
        }

        var field = match.Groups["field"].Value;
        var values = match.Groups["value"].Captures.Select(one => JsonSerializer.Deserialize<string>(one.Value)).ToList();
        return
        [
            .. people.Where(pair => match.Groups["op"].Value == "greater-than"
                ? DateTimeOffset.Parse((string)pair.Value["updated"]!, CultureInfo.InvariantCulture) > DateTimeOffset.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture)
                : values.Contains(field == "id" ? pair.Key : (string?)pair.Value[field])).Select(pair => pair.Key),
        ];
    }

    [GeneratedRegex("""^(?:(?<op>equals)\((?<field>email|id|external_id),(?<value>"(?:[^"\\]|\\.)*")\)|(?<op>any)\((?<field>email|id|external_id),\[(?<value>"(?:[^"\\]|\\.)*")(?:,(?<value>"(?:[^"\\]|\\.)*"))*\]\)|(?<op>greater-than)\((?<field>updated),(?<time>[0-9TZ:-]+)\))$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Filter();
}
