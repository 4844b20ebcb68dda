using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Rest;

/// <summary>APIs of one's own: whatever can be declared, and whatever they answer.</summary>
public sealed class OwnApiTests
{
    private const string One = """
        one:
          id: {url: "/people/{id}"}
          email: {url: "/people?email={email}", person: data}
        """;

    private const string Ann = """{"id":7,"email":"Ann@x.example","first_name":"Ann"}""";

    [Theory]
    [InlineData("""{"data":[{"id":7,"email":"ann@x.example"}]}""", Reason.None)]
    [InlineData("""{"data":{"id":"7","email":"ann@x.example"}}""", Reason.None)]
    [InlineData("""{"data":[{"id":8,"email":"annabel@x.example"},{"id":7,"email":"ann@x.example"}]}""", Reason.None)] // a search that is not exact
    [InlineData("""{"data":[]}""", Reason.ProfileMissing)]
    [InlineData("""{"data":null}""", Reason.ProfileMissing)]
    [InlineData("""{}""", Reason.ProfileMissing)]
    [InlineData("""{"data":[{"id":8,"email":"annabel@x.example"}]}""", Reason.ProfileMissing)]
    [InlineData("""{"data":{"id":8,"email":"somebody@else.example"}}""", Reason.CrmError)]
    [InlineData("""{"data":{"id":8}}""", Reason.CrmError)] // it does not say whom it is about
    [InlineData("""{"data":{"email":"ann@x.example"}}""", Reason.CrmError)]
    [InlineData("""{"data":[{"id":1,"email":"ann@x.example"},{"id":2,"email":"ann@x.example"}]}""", Reason.ProfileMissing)]
    [InlineData("""{"data":{"id":"\ud800","email":"ann@x.example"}}""", Reason.CrmError)]
    public async Task What_an_api_answers_about_an_address(string body, Reason reason)
    {
        await using var host = await RestHost.StartAsync(context => RestHost.JsonAsync(context, JsonNode.Parse(body)));
        await using var own = RestConnecting.Own(host, One);

        var answer = await own.ReadAsync(Identifier.Email("Ann@x.example"));

        Assert.Equal(reason, answer.Reason);
        Assert.Equal(reason == Reason.None ? "7" : null, answer.Person?.Id);
    }

    [Theory]
    [InlineData("on_ambiguous: fail", null, Reason.CrmError)]
    [InlineData("on_ambiguous: newest", null, Reason.ProfileMissing)] // nothing says who is
    [InlineData("on_ambiguous: newest\nperson: {changed: at}", "2", Reason.None)]
    public async Task Two_people_with_one_address(string lines, string? id, Reason reason)
    {
        await using var host = await RestHost.StartAsync(context => RestHost.JsonAsync(context, JsonNode.Parse(
            """{"data":[{"id":1,"email":"ann@x.example","at":"2026-01-01T00:00:00Z"},{"id":2,"email":"ann@x.example","at":"2026-01-01T03:00:00+02:00"}]}""")));
        await using var own = RestConnecting.Own(host, $"{One}\n{lines}");

        var answer = await own.ReadAsync(Identifier.Email("ann@x.example"));

        Assert.Equal((id, reason), (answer.Person?.Id, answer.Reason));
    }

    [Theory]
    [InlineData(404, """{"error":"no such person"}""", "", Reason.ProfileMissing)]
    [InlineData(404, "", "", Reason.ProfileMissing)]
    [InlineData(404, "<html>nginx</html>", "", Reason.CrmError)]
    [InlineData(204, "", "", Reason.ProfileMissing)]
    [InlineData(410, "", "", Reason.CrmError)]
    [InlineData(410, "", "nobody: {status: [404, 410]}", Reason.ProfileMissing)]
    [InlineData(400, """{"error":{"code":"unknown_person"}}""", "nobody: {status: [400], path: error.code, is: unknown_person}", Reason.ProfileMissing)]
    [InlineData(400, """{"error":{"code":"bad_request"}}""", "nobody: {status: [400], path: error.code, is: unknown_person}", Reason.CrmError)]
    [InlineData(404, """{"error":{"code":"no_such_route"}}""", "nobody: {path: error.code, is: unknown_person}", Reason.CrmError)]
    [InlineData(401, "", "", Reason.CrmUnauthorized)]
    [InlineData(429, "", "", Reason.CrmLimited)]
    [InlineData(200, "not json", "", Reason.CrmError)]
    [InlineData(301, "", "", Reason.CrmError)]
    public async Task How_an_api_says_nobody_and_how_it_fails(int status, string body, string lines, Reason reason)
    {
        await using var host = await RestHost.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            if (body.Length > 0)
            {
                await context.Response.WriteAsync(body);
            }
        });
        await using var own = RestConnecting.Own(host, $"{One}\n{lines}");

        Assert.Equal(reason, (await own.ReadAsync(Identifier.Id("7"))).Reason);
    }

    [Fact]
    public async Task Types_are_kept_names_are_joined_by_dots_and_what_is_missing_is_null()
    {
        await using var host = await RestHost.StartAsync(context => RestHost.JsonAsync(context, JsonNode.Parse(
            """{"person":{"key":"7","mail":["a@x.example","b@x.example"],"attrs":{"points":12.50,"vip":true,"a.b":"dotted","address":{"city":"Graz","lines":["x","y"]},"born":"1990-02-03","number":"N1"}}}""")));
        await using var own = RestConnecting.Own(host, """
            one: {id: {url: "/p/{id}", person: person}, number: {url: "/p?n={number}", person: person}}
            person: {id: key, email: "mail[*]", attributes: attrs}
            lookups: {number: number}
            attributes:
              city: address.city
              first_line: address.lines[0]
              birthday: {property: born, type: date}
            """);

        var answer = await own.ReadAsync(new Identifier("number", "n1"), ["points", "vip", "city", "first_line", "birthday", "a.b", "address", "none"]);

        using var json = JsonDocument.Parse(answer.Text());
        Assert.Equal(
            """{"a.b":"dotted","address":{"city":"Graz","lines":["x","y"]},"birthday":"1990-02-03","city":"Graz","first_line":"x","none":null,"points":12.50,"vip":true}""",
            answer.Text());
        Assert.Equal([Identifier.Email("a@x.example"), Identifier.Email("b@x.example"), new Identifier("number", "N1")], answer.Person!.Identifiers);
    }

    [Fact]
    public async Task A_body_takes_values_as_json_and_headers_carry_secrets()
    {
        string? header = null;
        await using var host = await RestHost.StartAsync(context =>
        {
            header = context.Request.Headers["x-key"];
            return RestHost.JsonAsync(context, JsonNode.Parse($"[{Ann},null]"));
        });
        await using var own = RestConnecting.Own(host, """
            headers: {x-key: "${env:HUSH}"}
            one: {email: {url: /find, body: {query: "query { person(email: {email:json}) { id } }", n: 1}, person: "[0]"}}
            many: {email: {url: /find-many, body: {emails: "{values}", deep: [{fields: "{fields}"}]}, match: order, max: 2}}
            """);

        var one = await own.ReadAsync(Identifier.Email("ann@x.example"));
        var many = await own.ReadManyAsync([Identifier.Email("ann@x.example"), Identifier.Email("b\"],\"x@x.example")]);

        Assert.Equal(("7", "7", Reason.ProfileMissing), (one.Person?.Id, many[0].Person?.Id, many[1].Reason));
        Assert.Equal("hush", header);
        Assert.Equal(
            ["""{"query":"query { person(email: \"ann@x.example\") { id } }","n":1}""", """{"emails":["ann@x.example","b\"],\"x@x.example"],"deep":[{"fields":["id","email","firstname"]}]}"""],
            host.Bodies);
    }

    [Fact]
    public async Task A_form_takes_values_and_an_answer_in_order_must_be_about_those_asked()
    {
        await using var host = await RestHost.StartAsync(context => RestHost.JsonAsync(context, JsonNode.Parse($"[{Ann},{Ann}]")));
        await using var own = RestConnecting.Own(host, """
            one: {id: {url: "/p/{id}"}}
            many: {id: {url: /p, form: {ids: "{values}", x: "a b"}, match: order}}
            """);

        var many = await own.ReadManyAsync([Identifier.Id("7"), Identifier.Id("8&x=1")]);

        Assert.Equal("7", many[0].Person?.Id);
        Assert.Equal((null, Reason.CrmError), (many[1].Person, many[1].Reason));
        Assert.Equal(["ids=7%2C8%26x%3D1&x=a%20b"], host.Bodies);
    }

    [Fact]
    public async Task One_name_that_an_api_will_not_take_does_not_cost_the_others_their_data()
    {
        await using var host = await RestHost.StartAsync(context =>
        {
            var ids = context.Request.Query["ids"].ToString().Split(',');
            return ids.Contains("bad")
                ? RestHost.JsonAsync(context, new JsonObject { ["error"] = "bad id" }, 400)
                : RestHost.JsonAsync(context, new JsonArray([.. ids.Select(id => new JsonObject { ["id"] = id })]));
        });
        await using var own = RestConnecting.Own(host, "one: {id: {url: \"/p/{id}\"}}\nmany: {id: {url: \"/p?ids={values}\"}}");

        var many = await own.ReadManyAsync([.. "1 2 3 bad 5 6 7".Split(' ').Select(Identifier.Id)]);

        Assert.Equal(["1", "2", "3", null, "5", "6", "7"], many.Select(answer => answer.Person?.Id));
    }

    [Theory]
    [InlineData("paging: page\nas: page", "/p", "/p?page=1", "/p?page=2", "/p?page=3")]
    [InlineData("paging: offset\nas: start\nsize: 2", "/p?limit=2", "/p?limit=2&start=0", "/p?limit=2&start=2")]
    [InlineData("paging: page\nas: page\nfirst: 0\nnext: more", "/p", "/p?page=0", "/p?page=1")]
    [InlineData("paging: cursor\nas: after\nnext: cursor", "/p", "/p", "/p?after=a%26b")]
    [InlineData("paging: link\nnext: link", "/p", "/p", "/p?page=two")]
    public async Task Pages_are_turned_in_every_way(string lines, string url, params string[] asked)
    {
        await using var host = await RestHost.StartAsync(context =>
        {
            var query = context.Request.QueryString.Value ?? "";
            var first = !query.Contains("page=2", StringComparison.Ordinal) && !query.Contains("page=3", StringComparison.Ordinal)
                && (query is "" or "?page=0" || query.Contains("start=0", StringComparison.Ordinal) || query == "?page=1" && !lines.Contains("first", StringComparison.Ordinal));
            var empty = query.Contains("page=3", StringComparison.Ordinal);
            return RestHost.JsonAsync(context, new JsonObject
            {
                ["items"] = empty ? [] : first ? new JsonArray(Person(1), Person(2)) : new JsonArray(Person(3)),
                ["cursor"] = first ? "a&b" : null,
                ["link"] = first ? "/p?page=two" : null,
                ["more"] = first,
            });
        });
        await using var own = RestConnecting.Own(host, $"one: {{id: {{url: \"/p/{{id}}\"}}}}\nlist:\n  url: {url}\n  items: items\n{string.Join('\n', lines.Split('\n').Select(line => "  " + line))}");

        Assert.Equal(["1", "2", "3"], (await own.AllAsync()).Select(person => person.Id));
        Assert.Equal(asked, host.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task A_link_to_another_host_is_not_followed()
    {
        await using var other = await RestHost.StartAsync(context => RestHost.JsonAsync(context, new JsonObject()));
        await using var host = await RestHost.StartAsync(context => RestHost.JsonAsync(context, new JsonObject { ["items"] = new JsonArray(Person(1)), ["next"] = other.Url.ToString() }));
        await using var own = RestConnecting.Own(host, "access_token: ${env:HUSH}\none: {id: {url: \"/p/{id}\"}}\nlist: {url: /p, items: items, paging: link, next: next}");

        var first = await own.ListAsync(new(ReadSet.None), RestConnecting.Ample(), default);
        var second = await own.ListAsync(new(ReadSet.None, first.Next), RestConnecting.Ample(), default);

        Assert.Equal((1, Reason.CrmError), (first.People.Count, second.Reason));
        Assert.Empty(other.Requests);
        Assert.Equal("Bearer hush", host.Requests.Single().Authorization);
    }

    [Fact]
    public async Task What_is_not_declared_fails_and_calls_nobody()
    {
        await using var host = await RestHost.StartAsync(context => RestHost.JsonAsync(context, new JsonObject()));
        await using var own = RestConnecting.Own(host, "one: {id: {url: \"/p/{id}\"}}");

        Assert.Equal(Reason.CrmError, (await own.ReadAsync(Identifier.Email("a@x.example"))).Reason);
        Assert.Equal(Reason.CrmError, (await own.ListAsync(new(ReadSet.None), RestConnecting.Ample(), default)).Reason);
        Assert.Equal(Reason.CrmError, (await own.DescribeAsync(RestConnecting.Ample(), default)).Reason);
        Assert.Equal(Reason.ProfileMissing, (await own.ReadAsync(Identifier.Id(".."))).Reason);
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task A_429_is_kept_until_its_window_is_over()
    {
        await using var host = await RestHost.StartAsync(context =>
        {
            context.Response.Headers["X-RateLimit-Limit"] = "10";
            context.Response.Headers["X-RateLimit-Remaining"] = "0";
            context.Response.Headers["X-RateLimit-Reset"] = "30";
            return RestHost.JsonAsync(context, new JsonObject(), 429);
        });
        await using var own = RestConnecting.Own(host, "one: {id: {url: \"/p/{id}\"}}");

        Assert.Equal(Reason.CrmLimited, (await own.ReadAsync(Identifier.Id("1"))).Reason);
        Assert.Equal(Reason.CrmLimited, (await own.ReadAsync(Identifier.Id("2"))).Reason);
        Assert.Single(host.Requests);
        Assert.Equal((10L, 0L, TimeSpan.FromSeconds(30)), (own.Quota!.Value.Limit, own.Quota.Value.Remaining, own.Quota.Value.Window));
    }

    private static JsonObject Person(int n) => new() { ["id"] = n };
}
