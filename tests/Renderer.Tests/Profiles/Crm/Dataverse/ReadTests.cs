using Renderer.Model;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Dataverse.DataverseReads;

namespace Renderer.Tests.Profiles.Crm.Dataverse;

public sealed class ReadTests : IAsyncLifetime
{
    private ScriptedHost host = null!;

    public async ValueTask InitializeAsync() => host = await ScriptedHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_address_is_searched_for_among_the_active_and_cannot_end_its_literal()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Rows(Row(Yvonne, "\"emailaddress1\":\"O'Brien+x&y#z@b.c\",\"firstname\":\"Pat\"")));

        var answer = await connection.ReadAsync(Identifier.Email("o'brien+x&y#z@b.c"));

        Assert.Equal("Pat", answer.Value("firstname"));
        Assert.Equal([Identifier.Email("o'brien+x&y#z@b.c")], answer.Person!.Identifiers);
        Assert.Equal(
            "/api/data/v9.2/contacts?$select=contactid,emailaddress1,firstname&$filter=emailaddress1%20eq%20'o%27%27brien%2Bx%26y%23z%40b.c'%20and%20statecode%20eq%200&$top=5",
            Assert.Single(host.Calls).Target);
    }

    [Theory]
    [InlineData(OnAmbiguous.Default, null, Reason.ProfileMissing)]
    [InlineData(OnAmbiguous.Newest, "First", Reason.None)]
    [InlineData(OnAmbiguous.Fail, null, Reason.CrmError)]
    public async Task Two_with_one_address_are_what_the_workspace_says(OnAmbiguous choice, string? name, Reason reason)
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with { OnAmbiguous = choice });
        var rows = Rows(
            Row(Yvonne, "\"emailaddress1\":\"a@b.c\",\"firstname\":\"First\""),
            Row(Other, "\"emailaddress1\":\"A@b.c\",\"firstname\":\"Second\""),
            Row("91716234-9628-ed11-9db1-000d3a320482", "\"emailaddress1\":\"alone@b.c\",\"firstname\":\"Alone\""));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, rows);

        var one = await connection.ReadAsync(Identifier.Email("a@b.c"));
        var many = await connection.ReadManyAsync([Identifier.Email("alone@b.c"), Identifier.Email("a@b.c"), Identifier.Email("none@b.c")]);

        Assert.Equal((name, reason), (one.Person is null ? null : one.Value("firstname"), one.Reason));
        Assert.Equal((name, reason), (many[1].Person is null ? null : many[1].Value("firstname"), many[1].Reason));
        Assert.Equal("Alone", many[0].Value("firstname"));
        Assert.Equal(Reason.ProfileMissing, many[2].Reason);
        Assert.All(host.Calls, call => Assert.Equal(choice == OnAmbiguous.Newest, call.Target.EndsWith("&$orderby=modifiedon%20desc", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_differs_by_an_accent_is_somebody_else()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Rows(Row(Other, "\"emailaddress1\":\"rené@b.c\",\"firstname\":\"René\"")));

        Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Email("rene@b.c"))).Reason);
    }

    [Fact]
    public async Task Many_are_one_call_and_each_answer_stands_where_it_was_asked()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        var ids = Enumerable.Range(1, 100).Select(n => $"00000000-0000-4000-8001-{n:D12}").ToList();
        host.Answer = (_, context) => ScriptedHost.WriteAsync(
            context, 200, Rows([.. ids.Where((_, n) => n % 3 != 0).Reverse().Select(id => Row(id, $"\"firstname\":\"{id[^3..]}\""))]));

        var answers = await connection.ReadManyAsync([.. ids.Select(Identifier.Id)]);

        Assert.Equal(
            ids.Select((id, n) => n % 3 != 0 ? id[^3..] : null), answers.Select(answer => answer.Person is null ? null : answer.Value("firstname")));
        var target = Uri.UnescapeDataString(Assert.Single(host.Calls).Target);
        Assert.Contains($"$filter=contactid eq {ids[0]} or contactid eq {ids[1]} or ", target, StringComparison.Ordinal);
        Assert.InRange(target.Length, 5_000, 8_000);
    }

    [Fact]
    public async Task Names_of_letters_that_are_encoded_long_are_several_calls_within_the_platforms_URL()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        var names = Enumerable.Range(1, 100).Select(n => Identifier.Email($"{new string('語', 30)}{n}@b.c")).ToList();
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Rows());

        var answers = await connection.ReadManyAsync(names);

        Assert.All(answers, answer => Assert.Equal(Reason.ProfileMissing, answer.Reason));
        Assert.InRange(host.Calls.Count, 2, 3);
        Assert.All(host.Calls, call => Assert.InRange(call.Target.Length, 1, 32_000));
    }

    [Fact]
    public async Task When_an_address_shared_by_many_crowds_out_the_others_each_is_asked_for_alone()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        var crowd = Enumerable.Range(1, 10).Select(n => Row($"00000000-0000-4000-8001-{n:D12}", "\"emailaddress1\":\"info@b.c\"")).ToArray();
        host.Answer = (target, context) => ScriptedHost.WriteAsync(context, 200, target switch
        {
            _ when target.Contains("$top=10", StringComparison.Ordinal) => Rows(crowd),
            _ when target.Contains("info@b.c", StringComparison.Ordinal) => Rows(crowd[..5]),
            _ => Rows(Row(Yvonne, "\"emailaddress1\":\"y@b.c\",\"firstname\":\"Yvonne\"")),
        });

        var answers = await connection.ReadManyAsync([Identifier.Email("info@b.c"), Identifier.Email("y@b.c")]);

        Assert.Equal(Reason.ProfileMissing, answers[0].Reason);
        Assert.Equal("Yvonne", answers[1].Value("firstname"));
        Assert.Equal(3, host.Calls.Count);
    }

    [Fact]
    public async Task A_lookup_is_addressed_where_it_is_an_alternate_key_and_else_searched_for_by_its_type()
    {
        await using var connection = ScriptedHost.Connect(Settings(host, own => own with { AlternateKeys = ["customer"] }) with
        {
            Lookups = new Dictionary<string, string> { ["customer"] = "new_customernumber", ["card"] = "new_card", ["account"] = "_parentcustomerid_value" },
            Attributes = new Dictionary<string, AttributeMapping> { ["card"] = new("new_card", AttributeType.Number) },
        });
        host.Answer = (target, context) => ScriptedHost.WriteAsync(
            context,
            200,
            target.Contains("contacts(", StringComparison.Ordinal)
                ? Row(Yvonne, "\"new_customernumber\":\"K'1\"")
                : Rows(Row(Yvonne, $"\"new_customernumber\":\"K/1\",\"new_card\":42,\"_parentcustomerid_value\":\"{Other}\"")));

        Assert.Equal(Yvonne, (await connection.ReadAsync(new Identifier("customer", "k'1"), [])).Person?.Id);
        Assert.Equal(Yvonne, (await connection.ReadAsync(new Identifier("customer", "K/1"), [])).Person?.Id); // no key may hold a slash
        Assert.Equal(Yvonne, (await connection.ReadAsync(new Identifier("card", "42"), [])).Person?.Id);
        Assert.Equal(Yvonne, (await connection.ReadAsync(new Identifier("account", Other), [])).Person?.Id);
        Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(new Identifier("card", "4 or 1 eq 1"), [])).Reason);

        Assert.Equal(
            [
                "contacts(new_customernumber='k%27%271')", "$filter=new_customernumber%20eq%20'K%2F1'", "$filter=new_card%20eq%2042%20and%20statecode%20eq%200",
                $"$filter=_parentcustomerid_value%20eq%20{Other}%20and%20statecode%20eq%200",
            ],
            host.Calls.Select(call => call.Target.Contains("$filter", StringComparison.Ordinal)
                ? call.Target[call.Target.IndexOf("$filter", StringComparison.Ordinal)..].Split("&$top")[0]
                : call.Target.Split('/')[^1].Split('?')[0]));
    }

    [Theory]
    [InlineData("p0001")]
    [InlineData("../accounts")]
    [InlineData("")]
    public async Task What_is_no_GUID_is_nobody_and_not_asked_for(string id)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));

        Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Id(id))).Reason);
        Assert.Equal(Reason.ProfileMissing, Assert.Single(await connection.ReadManyAsync([Identifier.Id(id)])).Reason);
        Assert.Empty(host.Calls);
    }

    [Theory]
    [InlineData(404, "0x80040217", Reason.ProfileMissing)]
    [InlineData(404, "0x80060891", Reason.ProfileMissing)]
    [InlineData(404, "0x8006088a", Reason.CrmError)]
    [InlineData(403, "0x80040220", Reason.CrmUnauthorized)]
    public async Task A_refusal_is_told_apart_by_its_code(int status, string code, Reason reason)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, status, Error(code, "Said so."));

        Assert.Equal(reason, (await connection.ReadAsync(Identifier.Id(Yvonne))).Reason);
    }

    [Fact]
    public async Task Another_row_than_the_one_addressed_is_nobodys()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Row(Other, "\"firstname\":\"Else\""));

        var answer = await connection.ReadAsync(Identifier.Id(Yvonne));

        Assert.Equal((null, Reason.CrmError), (answer.Person, answer.Reason));
    }
}
