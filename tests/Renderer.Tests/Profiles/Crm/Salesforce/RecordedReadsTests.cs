using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Tests.Templates.Oracle;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Salesforce;

/// <summary>Answers that Salesforce really gave, over HTTP.</summary>
public sealed class RecordedReadsTests : IAsyncLifetime
{
    private FakeSalesforce host = null!;

    public async ValueTask InitializeAsync() => host = await FakeSalesforce.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Every_recorded_read_gives_the_person_that_it_is_about_or_nobody()
    {
        if (!SharedCases.TryRead("crm/salesforce_rest_nock.json", out var recorded))
        {
            return;
        }

        var reads = recorded.GetProperty("interactions").EnumerateArray().Where(one => one.GetProperty("method").GetString() == "GET").ToList();
        Assert.Equal(29, reads.Count);
        foreach (var read in reads)
        {
            await ReplayAsync(read);
        }
    }

    [Fact]
    public async Task Every_recorded_refusal_means_what_it_says()
    {
        if (!SharedCases.TryRead("crm/salesforce_error_bodies.json", out var recorded))
        {
            return;
        }

        var refusals = recorded.GetProperty("interactions").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!);
        await using (var limited = host.Connect())
        {
            host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 403, refusals["API limit exceeded"].GetProperty("body").GetRawText());
            Assert.Equal(Reason.CrmLimited, (await limited.ReadAsync(Identifier.Id("0034S000005YJVlQAO"))).Reason);
            Assert.Equal(Reason.CrmLimited, limited.Trouble);
        }

        await using (var expired = host.Connect())
        {
            var tokensBefore = host.Tokens;
            host.Answer = (context, call) => call.Authorization == $"Bearer 00D!{tokensBefore + 1}"
                ? FakeSalesforce.SayAsync(context, 401, refusals["session expired"].GetProperty("body").GetRawText())
                : FakeSalesforce.SayAsync(context, 200, """{"attributes":{"type":"Contact"},"Id":"0034S000005YJVlQAO","FirstName":"Ann"}""");
            Assert.Equal("Ann", (await expired.ReadAsync(Identifier.Id("0034S000005YJVlQAO"), ["first_name"])).Value("first_name"));
            Assert.Equal(tokensBefore + 2, host.Tokens);
        }

        await using var dead = host.Connect();
        host.Token = (context, _) => FakeSalesforce.SayAsync(context, 400, refusals["refresh token dead"].GetProperty("body").GetRawText());
        Assert.Equal(Reason.CrmUnauthorized, (await dead.ReadAsync(Identifier.Id("0034S000005YJVlQAO"))).Reason);
    }

    private async Task ReplayAsync(JsonElement read)
    {
        var path = new Uri(read.GetProperty("url").GetString()!).AbsolutePath.Split('/');
        var status = read.GetProperty("status").GetInt32();
        var body = read.GetProperty("body");
        host.Answer = (context, _) =>
        {
            context.Response.Headers["Sforce-Limit-Info"] = read.GetProperty("headers").GetProperty("Sforce-Limit-Info").GetString();
            return FakeSalesforce.SayAsync(context, status, body.GetRawText());
        };
        await using var connection = host.Connect(settings => settings with
        {
            Kind = new SalesforceSettings { Object = path[4] == "query" ? "Contact" : path[5], ApiVersion = "42.0" },
            Attributes = new Dictionary<string, AttributeMapping>
            {
                ["first"] = new("FirstName"), ["last"] = new("LastName"), ["number"] = new("number_field__c"), ["checked"] = new("checkbox_field__c"),
                ["changed"] = new("LastModifiedDate", AttributeType.Date), ["birthday"] = new("Birthdate", AttributeType.Date),
            },
            Lookups = new Dictionary<string, string>(),
        });
        if (path[4] == "query")
        {
            var question = Uri.UnescapeDataString(read.GetProperty("query").GetProperty("q").GetString()!);
            var email = question.Split('\'')[1];

            Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Email(email), ["first"])).Reason);

            Assert.Contains($"WHERE Email = '{email}'", host.Calls.Last().Target, StringComparison.Ordinal);
        }
        else
        {
            var answer = await connection.ReadAsync(Identifier.Id(path[6]), ["first", "last", "number", "checked", "changed", "birthday"]);

            Assert.StartsWith($"/services/data/v42.0/sobjects/{path[5]}/{path[6]}?fields=", host.Calls.Last().Target, StringComparison.Ordinal);
            Compare(body, status, path[6], answer);
        }

        Assert.Equal(15000, connection.Quota!.Value.Limit);
    }

    private static void Compare(JsonElement body, int status, string id, CrmAnswer answer)
    {
        if (status == 404)
        {
            Assert.Equal(Reason.ProfileMissing, answer.Reason);
            return;
        }

        Assert.Equal(id, answer.Person!.Id);
        Assert.Equal(body.GetProperty("LastName").GetString(), answer.Value("last"));
        Assert.Equal(body.GetProperty("FirstName").GetString(), answer.Value("first"));
        Assert.Equal(body.GetProperty("LastModifiedDate").GetString()![..23] + "Z", answer.Value("changed")!.Insert(19, answer.Value("changed")!.Length == 20 ? ".000" : ""));
        var email = body.GetProperty("Email").GetString();
        Assert.Equal(email is null ? [] : [Identifier.Email(email)], answer.Person.Identifiers);
        using var typed = JsonDocument.Parse(answer.Person.Json);
        foreach (var (ours, theirs) in new[] { ("number", "number_field__c"), ("checked", "checkbox_field__c") })
        {
            var kind = body.TryGetProperty(theirs, out var value) ? value.ValueKind : JsonValueKind.Null;
            Assert.Equal(kind, typed.RootElement.GetProperty(ours).ValueKind);
        }
    }
}
