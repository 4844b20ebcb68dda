using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Salesforce;

public sealed class ReadingTests : IAsyncLifetime
{
    private const string Ann = """{"attributes":{"type":"Contact"},"Id":"0034S000005YJVlQAO","Email":"Ann@x.example","FirstName":"Ann","Tier__c":"gold","Customer_Number__c":10000001.0}""";
    private const string Bob = """{"attributes":{"type":"Contact"},"Id":"0034S000005YJX5QAO","Email":"bob@x.example","FirstName":"Bob","Tier__c":null,"Customer_Number__c":2}""";

    private FakeSalesforce host = null!;

    public async ValueTask InitializeAsync() => host = await FakeSalesforce.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("0034S000005YJVl", 1)]
    [InlineData("0034S000005YJVlQAO", 1)]
    [InlineData("0034S000005YJV", 0)]
    [InlineData("../0034S000005YJVl", 0)]
    [InlineData("p0001", 0)]
    public async Task An_id_is_15_or_18_characters_and_everything_else_names_nobody(string id, int calls)
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, Ann);
        await using var connection = host.Connect();

        var answer = await connection.ReadAsync(Identifier.Id(id), ["first_name", "tier"]);

        Assert.Equal(calls, host.Calls.Count);
        Assert.Equal(calls == 1 ? Reason.None : Reason.ProfileMissing, answer.Reason);
        Assert.Equal(calls == 1 ? "0034S000005YJVlQAO" : null, answer.Person?.Id);
    }

    [Fact]
    public async Task Values_in_questions_cannot_end_their_literal()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, """{"totalSize":0,"done":true,"records":[]}""");
        await using var connection = host.Connect();

        await connection.ReadAsync(Identifier.Email(@"o'hara\' or name != '@x.example"), ["first_name"]);

        Assert.Contains(@"WHERE Email = 'o\'hara\\\' or name != \'@x.example' ORDER BY", host.Calls.Single().Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnAmbiguous.Default, Reason.ProfileMissing, null)]
    [InlineData(OnAmbiguous.Fail, Reason.CrmError, null)]
    [InlineData(OnAmbiguous.Newest, Reason.None, "Ann")]
    public async Task Two_people_with_one_address_are_answered_as_the_workspace_says(OnAmbiguous rule, Reason reason, string? name)
    {
        var other = Bob.Replace("bob@x.example", "ann@x.example", StringComparison.Ordinal);
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, $$"""{"totalSize":2,"done":true,"records":[{{Ann}},{{other}}]}""");
        await using var connection = host.Connect(settings => settings with { OnAmbiguous = rule });

        var one = await connection.ReadAsync(Identifier.Email("ann@x.example"), ["first_name"]);
        var many = await connection.ReadManyAsync([Identifier.Email("ann@x.example"), Identifier.Email("nobody@x.example")], ["first_name"]);

        Assert.Equal((reason, name), (one.Reason, one.Person is null ? null : one.Value("first_name")));
        Assert.Equal([reason, Reason.ProfileMissing], many.Select(answer => answer.Reason));
        Assert.Contains(host.Log.Lines, line => line.Contains("several people have the email", StringComparison.Ordinal) && !line.Contains("ann@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_external_id_that_several_have_is_ambiguous_and_no_fault_of_the_connection()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 300, """["/services/data/v66.0/sobjects/Contact/0034S000005YJVlQAO","/services/data/v66.0/sobjects/Contact/0034S000005YJX5QAO"]""");
        await using var connection = host.Connect();

        for (var i = 0; i < 25; i++)
        {
            Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(new Identifier("customer_number", "2"), ["first_name"])).Reason);
        }

        Assert.Equal(25, host.Calls.Count);
        Assert.Equal(Reason.None, connection.Trouble);
    }

    [Fact]
    public async Task A_number_that_is_an_external_id_is_found_by_its_digits()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, Ann);
        await using var connection = host.Connect();

        var answer = await connection.ReadAsync(new Identifier("customer_number", "10000001"), ["first_name"]);

        Assert.Equal("Ann", answer.Value("first_name"));
        Assert.Contains("/sobjects/Contact/Customer_Number__c/10000001?", host.Calls.Single().Target, StringComparison.Ordinal);
        Assert.Contains(Identifier.Email("ann@x.example"), answer.Person!.Identifiers);
    }

    [Fact]
    public async Task Two_thousand_people_are_one_call_and_stand_in_the_order_asked()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, $"[{Bob},null,{Ann}]");
        await using var connection = host.Connect();

        var answers = await connection.ReadManyAsync(
            [Identifier.Id("0034S000005YJX5QAO"), Identifier.Id("0034S000005YJKxQAO"), Identifier.Id("p0001"), Identifier.Id("0034S000005YJVlQAO")], ["first_name"]);

        Assert.Equal(2000, connection.BatchSize);
        Assert.Equal(["0034S000005YJX5QAO", null, null, "0034S000005YJVlQAO"], answers.Select(answer => answer.Person?.Id));
        Assert.Equal("""{"ids":["0034S000005YJX5QAO","0034S000005YJKxQAO","0034S000005YJVlQAO"],"fields":["Id","Email","Customer_Number__c","FirstName"]}""", host.Calls.Single().Body);
    }

    [Fact]
    public async Task Another_person_than_the_one_asked_for_is_never_used()
    {
        host.Answer = (context, call) => FakeSalesforce.SayAsync(context, 200, call.Method == "POST" ? $"[{Ann},{Bob}]" : Bob);
        await using var connection = host.Connect();

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("0034S000005YJVlQAO"), ["first_name"])).Reason);
        var swapped = await connection.ReadManyAsync([Identifier.Id("0034S000005YJX5QAO"), Identifier.Id("0034S000005YJVlQAO")], ["first_name"]);
        Assert.All(swapped, answer => Assert.Equal(Reason.CrmError, answer.Reason));
    }

    [Fact]
    public async Task Many_addresses_are_asked_in_questions_that_fit_into_an_address()
    {
        host.Answer = (context, call) => FakeSalesforce.SayAsync(context, 200, $$"""
            {"totalSize":1,"done":true,"records":[{{(call.Target.Contains("'bob@x.example'", StringComparison.Ordinal) ? Bob : "")}}]}
            """);
        await using var connection = host.Connect();
        Identifier[] asked = [.. Enumerable.Range(0, 1500).Select(i => Identifier.Email($"somebody.with.a.long.name.{i}@people.example")), Identifier.Email("bob@x.example")];

        var answers = await connection.ReadManyAsync(asked, ["first_name"]);

        Assert.Equal("Bob", answers[^1].Value("first_name"));
        Assert.Equal(1500, answers.Count(answer => answer.Reason == Reason.ProfileMissing));
        Assert.InRange(host.Calls.Count, 5, 10);
        Assert.All(host.Calls, call => Assert.InRange(Uri.EscapeDataString(call.Target).Length, 1, 16_000));
    }

    [Fact]
    public async Task What_is_kept_on_another_record_comes_along_by_its_path()
    {
        var withAccount = Ann[..^1] + ""","Account":{"attributes":{"type":"Account"},"Name":"Acme"}}""";
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, $$"""{"totalSize":1,"done":true,"records":[{{withAccount}}]}""");
        await using var connection = host.Connect();

        var one = await connection.ReadAsync(Identifier.Id("0034S000005YJVlQAO"), ["company", "first_name"]);
        var many = await connection.ReadManyAsync([Identifier.Id("0034S000005YJVlQAO")], ["company", "first_name"]);

        Assert.Equal("""{"company":"Acme","first_name":"Ann"}""", one.Text());
        Assert.Equal("""{"company":"Acme","first_name":"Ann"}""", many[0].Text());
        Assert.All(host.Calls, call => Assert.Contains("SELECT Id,Email,Customer_Number__c,Account.Name,FirstName FROM Contact WHERE Id ", call.Target, StringComparison.Ordinal));
    }
}
