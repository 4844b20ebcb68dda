using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>What a connection of type rest can declare, and how its faults are met.</summary>
public sealed class RestYamlTests
{
    internal const string Whole = """
        connections:
          own:
            type: rest
            base_url: https://api.example.com
            headers: {x-tenant: "${env:TENANT}"}
            one:
              id: {url: "/people/{id}", person: data, method: GET, query: {fields: "{fields}"}, headers: {a: b}}
              email: {url: /search, body: {q: "{email:json}", n: 1, deep: [true, null, "{value}"]}, ids: "hits[*].id"}
              number: {url: /search, form: {number: "{number}"}, person: data}
            many:
              id: {url: "/people?ids={values}", items: data, max: 50, match: order}
            list:
              url: /people
              items: data
              paging: cursor
              next: meta.next
              as: after
              first: 0
              size: 100
              since: {query: {since: "{since:ms}"}, headers: {If-Modified-Since: "{since:http}"}}
            describe: {url: /fields, items: data, name: key, type: kind, label: title, options: "choices[*]", types: {blob: json}}
            person: {id: key, email: "mails[*]", attributes: attrs, changed: at, deleted: gone}
            nobody: {status: [404, 410, 304], path: error.code, is: not_found}
            hook:
              scheme: hmac
              header: X-Sig
              algorithm: sha1
              encoding: base64
              prefix: v1=
              timestamp_header: X-Time
              tolerance: 1m
              signed: "{timestamp}.{body}"
              delivery_header: X-Id
              events: events
              id: who.id
              email: who.mail
              fields: diff
              event: what
              deleted: [del]
              created: [new]
            lookups: {number: number}
        """;

    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        var rest = Read(Whole);

        Assert.Equal(["id", "email", "number"], rest.One.Names);
        Assert.Equal(("GET", "data"), (rest.One.Find("id")!.Method, rest.One.Find("id")!.Items.Text));
        Assert.Equal(("POST", "hits[*].id"), (rest.One.Find("email")!.Method, rest.One.Find("email")!.Ids!.Text));
        Assert.Equal("""{"q":"{email:json}","n":1,"deep":[true,null,"{value}"]}""", rest.One.Find("email")!.Body);
        Assert.Equal("acme", rest.Headers.Find("x-tenant")!.Value);
        Assert.Equal((50, true), (rest.Many.Find("id")!.Max, rest.Many.Find("id")!.InOrder));
        Assert.Equal((RestPaging.Cursor, "meta.next", "after", 0, 100), (rest.List!.Paging, rest.List.Next!.Text, rest.List.As, rest.List.First, rest.List.Size));
        Assert.Equal(["404", "410", "304"], rest.Nobody.Statuses.Names);
        Assert.Equal(("key", "mails[*]", "attrs", "at", "gone"), (rest.Person.Id.Text, rest.Person.Email!.Text, rest.Person.Attributes.Text, rest.Person.Changed!.Text, rest.Person.Deleted!.Text));
        var hook = rest.Hook!;
        Assert.Equal((RestHookScheme.Hmac, "X-Sig", false, false, "v1=", "X-Time", TimeSpan.FromMinutes(1)), (hook.Scheme, hook.Header, hook.Sha256, hook.Hex, hook.Prefix, hook.TimeHeader, hook.Tolerance));
    }

    [Fact]
    public void The_same_file_is_the_same_declaration_and_another_is_another()
    {
        Assert.Equal(Read(Whole), Read(Whole));
        foreach (var (old, other) in new[] { ("{id}", "{value}"), ("n: 1", "n: 2"), ("max: 50", "max: 51"), ("v1=", "v2="), ("[del]", "[gone]"), ("since:ms", "since"), ("410", "411") })
        {
            Assert.NotEqual(Read(Whole), Read(Whole.Replace(old, other, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Nothing_of_it_is_printed_that_may_be_a_secret() => Assert.DoesNotContain(
        "acme", Read(Whole.Replace("{n: 1", "{n: \"${env:TENANT}\"", StringComparison.Ordinal)).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "key_missing", "needs 'one'")]
    [InlineData("one: {id: {}}", "key_missing", "'url' that begins with '/'")]
    [InlineData("one: {id: {url: \"https://other.example/{id}\"}}", "url_invalid", "behind the connection's base_url")]
    [InlineData("one: {id: {url: \"//other.example/{id}\"}}", "url_invalid", "behind the connection's base_url")]
    [InlineData("one: {id: {url: \"/p/{idd}\"}}", "place_unknown", "here can stand: {id}, {value}, {fields}")]
    [InlineData("one: {id: {url: \"/p/{id:quoted}\"}}", "place_unknown", "behind the colon stands one of: plain, json, odata, unix, ms, http")]
    [InlineData("one: {id: {url: \"/p/{id}\", person: \"data[\"}}", "path_invalid", "like data[0].attributes.email")]
    [InlineData("one: {id: {url: \"/p/{id}\", persn: data}}", "unknown_key", "did you mean 'person'?")]
    [InlineData("one: {id: {url: \"/p/{id}\", method: PUT}}", "value_invalid", "GET or POST")]
    [InlineData("one: {id: {url: \"/p\", method: GET, body: {id: \"{id}\"}}}", "value_invalid", "its method is POST")]
    [InlineData("one: {email: {url: \"/p?e={email}\", ids: \"a[*]\"}}", "value_invalid", "'one' needs an 'id' of its own")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    many: {id: {url: /p}}", "key_missing", "write {values}")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    list: {url: /p, paging: cursor}", "key_missing", "'as', the query parameter")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    list: {url: /p, since: {query: {a: b}}}", "key_missing", "with {since} in a value")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    nobody: {status: [200]}", "value_invalid", "from 400 to 499")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    nobody: {path: a}", "key_missing", "'path' and 'is' belong together")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    headers: {Host: x}", "header_invalid", "none that HTTP itself sets")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    hook: {scheme: hmac, id: id}", "key_missing", "needs 'header'")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    hook: {scheme: hmac, header: X-S}", "key_missing", "needs 'id' or 'email'")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    hook: {scheme: hmac, header: X-S, id: id, timestamp_header: X-T}", "key_missing", "proves nothing")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    hook: {scheme: hmac, header: X-S, id: id, signed: \"{timestamp}.{body}\"}", "value_invalid", "also 'timestamp_header'")]
    [InlineData("one: {id: {url: \"/p/{id}\"}}\n    hook: {scheme: hmac, header: X-S, id: id, deleted: [x]}", "key_missing", "words of 'event'")]
    public void A_fault_is_met_with_what_to_write(string lines, string code, string says)
    {
        using var bench = new Workbench(("workspace.yaml", $"connections:\n  own:\n    type: rest\n    base_url: https://api.example.com\n    {lines}\n"));

        var fault = bench.Check()[0];

        Assert.Equal((code, "workspace.yaml", true), (fault.Code, fault.File, fault.Line > 1));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    private static RestSettings Read(string yaml)
    {
        using var bench = new Workbench(("workspace.yaml", yaml));
        bench.Variables["TENANT"] = "acme";
        var workspace = bench.Load();
        Assert.Empty(workspace.Diagnostics);
        return Assert.IsType<RestSettings>(Assert.Single(workspace.Settings.Connections).Kind);
    }
}
