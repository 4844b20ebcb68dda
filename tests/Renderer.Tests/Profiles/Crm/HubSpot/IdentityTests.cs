using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.HubSpot;

/// <summary>An answer is used only when it is about the person that was asked for.</summary>
public sealed class IdentityTests : IAsyncLifetime
{
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = await FakeHubSpot.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("""{"id":"7","properties":{"email":"bob@x.example","firstname":"Bob"}}""")]
    [InlineData("""{"id":"7","properties":{"email":null,"firstname":"Bob"}}""")]
    [InlineData("""{"id":"7","properties":{"firstname":"Bob","hs_additional_emails":"ann@x.example.evil;b@x.example"}}""")]
    public async Task Another_persons_email_is_an_error(string body)
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 200, body);

        var answer = await connection.ReadAsync(Identifier.Email("ann@x.example"));

        Assert.Equal(Reason.CrmError, answer.Reason);
        Assert.Null(answer.Person);
    }

    [Fact]
    public async Task A_further_email_of_the_person_is_theirs()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(
            context, 200, """{"id":"7","properties":{"email":"new@x.example","hs_additional_emails":"old@x.example; Ann@X.example","firstname":"Ann"}}""");

        var answer = await connection.ReadAsync(Identifier.Email("ann@x.example"));

        Assert.Equal("Ann", answer.Value("firstname"));
        Assert.Equal(
            [Identifier.Email("new@x.example"), Identifier.Email("old@x.example"), Identifier.Email("ann@x.example")], answer.Person!.Identifiers);
    }

    [Fact]
    public async Task An_id_that_was_merged_away_leads_to_the_person_it_was_merged_into()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(
            context, 200, """{"id":"9","properties":{"hs_merged_object_ids":"7;8","firstname":"Ann"}}""");

        var answer = await connection.ReadAsync(Identifier.Id("7"));

        Assert.Equal("9", answer.Person?.Id);
        Assert.Equal([Identifier.Id("7"), Identifier.Id("8")], answer.Person!.Identifiers);
    }

    [Fact]
    public async Task Another_id_without_a_merge_is_an_error()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 200, """{"id":"9","properties":{"firstname":"Bob"}}""");

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("7"))).Reason);
    }

    [Fact]
    public async Task A_batch_is_matched_by_name_and_never_by_position()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 200, """
            {"status":"COMPLETE","results":[
              {"id":"3","properties":{"firstname":"Stranger"}},
              {"id":"2","properties":{"firstname":"Two"}}]}
            """);

        var answers = await connection.ReadManyAsync([Identifier.Id("1"), Identifier.Id("2")]);

        Assert.Equal(Reason.ProfileMissing, answers[0].Reason);
        Assert.Equal("Two", answers[1].Value("firstname"));
    }

    [Fact]
    public async Task A_lookup_in_another_case_is_nobody_elses()
    {
        await using var connection = host.Connect(settings => settings with { Lookups = new Dictionary<string, string> { ["member"] = "member_no" } });
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 200, """
            {"status":"COMPLETE","results":[
              {"id":"1","properties":{"firstname":"Upper","member_no":"ABC"}},
              {"id":"2","properties":{"firstname":"Other","member_no":"Xyz"}}]}
            """);

        var answers = await connection.ReadManyAsync([new("member", "abc"), new("member", "ABC"), new("member", "XYZ")]);

        Assert.Equal(Reason.ProfileMissing, answers[0].Reason);
        Assert.Equal("Upper", answers[1].Value("firstname"));
        Assert.Equal("Other", answers[2].Value("firstname"));
    }
}
