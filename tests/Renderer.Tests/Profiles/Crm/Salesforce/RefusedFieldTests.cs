using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Salesforce;

/// <summary>One field that is not there must not cost people their others.</summary>
public sealed class RefusedFieldTests : IAsyncLifetime
{
    private const string Ann = """{"attributes":{"type":"Contact"},"Id":"0034S000005YJVlQAO","Email":"ann@x.example","FirstName":"Ann"}""";

    private static readonly Identifier Id = Identifier.Id("0034S000005YJVlQAO");

    private FakeSalesforce host = null!;

    public async ValueTask InitializeAsync() => host = await FakeSalesforce.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("tier", "Tier__c", "No such column 'Tier__c' on sobject of type Contact")]
    [InlineData("tier", "Tier__c", "\\nSELECT Id,Tier__c FROM Contact\\n ^\\nERROR at Row:1:Column:11\\nNo such column 'tier__c' on entity 'Contact'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.")]
    [InlineData("company", "Account.Name", "\\nDidn't understand relationship 'Account' in field path. If you are attempting to use a custom relationship, be sure to append the '__r'")]
    public async Task An_unknown_field_is_left_out_with_a_warning_and_the_person_is_read(string attribute, string field, string message)
    {
        host.Answer = (context, call) => call.Fields.Contains(field, StringComparison.OrdinalIgnoreCase)
            ? FakeSalesforce.SayAsync(context, 400, $$"""[{"message":"{{message}}","errorCode":"INVALID_FIELD"}]""")
            : FakeSalesforce.SayAsync(context, 200, call.Target.Contains("/query?", StringComparison.Ordinal) ? $$"""{"done":true,"records":[{{Ann}}]}""" : Ann);
        await using var connection = host.Connect();

        var answer = await connection.ReadAsync(Id, ["first_name", attribute]);

        Assert.Equal("Ann", answer.Value("first_name"));
        Assert.Null(answer.Value(attribute));
        Assert.Equal(2, host.Calls.Count);
        await connection.ReadAsync(Id, ["first_name", attribute]);
        Assert.Equal(3, host.Calls.Count);
        Assert.Equal(Reason.None, connection.Trouble);
        Assert.Single(host.Log.Lines, line => line.Contains($"no attribute {field}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_field_that_was_made_meanwhile_is_read_again_after_a_while()
    {
        var clock = new FakeTimeProvider();
        var made = false;
        host.Answer = (context, call) => call.Fields.Contains("Tier__c", StringComparison.Ordinal) && !made
            ? FakeSalesforce.SayAsync(context, 400, """[{"message":"No such column 'Tier__c' on sobject of type Contact","errorCode":"INVALID_FIELD"}]""")
            : FakeSalesforce.SayAsync(context, 200, Ann[..^1] + ""","Tier__c":"gold"}""");
        await using var connection = host.Connect(clock: clock);
        Assert.Equal(Reason.None, (await connection.ReadOnAsync(Id, clock)).Reason);
        made = true;
        clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal("gold", (await connection.ReadOnAsync(Id, clock)).Value("tier"));
    }

    [Fact]
    public async Task Names_in_templates_that_can_be_no_field_are_not_asked_for()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 200, Ann);
        await using var connection = host.Connect();

        var answer = await connection.ReadAsync(Id, ["first_name", "x FROM Contact WHERE Id != null", "a-b"]);

        Assert.Equal("Id,Email,Customer_Number__c,FirstName", host.Calls.Single().Fields);
        Assert.Null(answer.Value("a-b"));
    }

    [Fact]
    public async Task A_question_that_is_at_fault_itself_is_an_error_and_ends()
    {
        host.Answer = (context, _) => FakeSalesforce.SayAsync(context, 400, """[{"message":"No such column 'Email' on entity 'Contact'","errorCode":"INVALID_FIELD"}]""");
        await using var connection = host.Connect();

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Email("ann@x.example"), ["first_name"])).Reason);
        Assert.Equal(2, host.Calls.Count);
    }
}

/// <summary>Reads on a clock that a test moves.</summary>
internal static class OnAClock
{
    public static ValueTask<CrmAnswer> ReadOnAsync(this ICrmConnection connection, Identifier person, TimeProvider clock) =>
        connection.ReadAsync(person, new ReadSet(["first_name", "tier"]), Budget.Start(clock, TimeSpan.FromSeconds(20)), default);
}
