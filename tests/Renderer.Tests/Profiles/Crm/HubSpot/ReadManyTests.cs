using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.HubSpot;

public sealed class ReadManyTests : IAsyncLifetime
{
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await FakeHubSpot.StartAsync();
        foreach (var i in Enumerable.Range(1, 120))
        {
            host.With($"p{i:0000}", ("email", $"p{i:0000}@people.example"), ("firstname", $"Name {i}"));
        }
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_hundred_people_are_one_call_and_come_in_the_order_asked()
    {
        await using var connection = host.Connect();

        var answers = await connection.ReadManyAsync([.. Enumerable.Range(1, 100).Select(i => Identifier.Id($"p{i:0000}"))]);

        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"Name {i}"), answers.Select(answer => answer.Value("firstname")));
        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task Misses_are_missing_and_duplicates_are_answered_each()
    {
        await using var connection = host.Connect();

        var answers = await connection.ReadManyAsync(
            [Identifier.Id("p0002"), Identifier.Id("nobody"), Identifier.Id("p0001"), Identifier.Id("p0002"), Identifier.Id("")]);

        Assert.Equal([Reason.None, Reason.ProfileMissing, Reason.None, Reason.None, Reason.ProfileMissing], answers.Select(answer => answer.Reason));
        Assert.Equal(["p0002", "p0001", "p0002"], answers.Where(answer => answer.Person is not null).Select(answer => answer.Person!.Id));
    }

    [Fact]
    public async Task People_are_read_by_email()
    {
        await using var connection = host.Connect();

        var answers = await connection.ReadManyAsync([Identifier.Email("P0003@people.example"), Identifier.Email("p0004@people.example")]);

        Assert.Equal(["Name 3", "Name 4"], answers.Select(answer => answer.Value("firstname")));
    }

    [Fact]
    public async Task More_than_a_hundred_are_refused()
    {
        await using var connection = host.Connect();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
            await connection.ReadManyAsync([.. Enumerable.Range(1, 101).Select(i => Identifier.Id($"p{i:0000}"))]));
    }

    [Fact]
    public async Task Nobody_to_ask_for_is_no_call()
    {
        await using var connection = host.Connect();

        Assert.Empty(await connection.ReadManyAsync([]));
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task An_error_of_another_kind_does_not_make_people_missing()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 207, """
            {"status":"COMPLETE","results":[{"id":"1","properties":{"firstname":"One"}}],"numErrors":1,
             "errors":[{"status":"error","category":"PERMISSION_DENIED","message":"x","context":{"ids":["2"]}}]}
            """);

        var answers = await connection.ReadManyAsync([Identifier.Id("1"), Identifier.Id("2")]);

        Assert.Equal([Reason.None, Reason.CrmError], answers.Select(answer => answer.Reason));
    }

    [Fact]
    public async Task An_identifier_that_is_refused_does_not_cost_the_others_their_data()
    {
        await using var connection = host.Connect();
        host.Fault = async context => (await BodyAsync(context)).Contains("p0042", StringComparison.Ordinal)
            && await FakeHubSpot.AnswerAsync(context, 400, """{"status":"error","category":"VALIDATION_ERROR"}""");

        var answers = await connection.ReadManyAsync([.. Enumerable.Range(1, 100).Select(i => Identifier.Id($"p{i:0000}"))]);

        Assert.Equal(Reason.CrmError, answers[41].Reason);
        Assert.Equal(99, answers.Count(answer => answer.Person is not null));
        Assert.InRange(host.Requests.Count, 2, 15);
    }

    [Fact]
    public async Task A_request_that_is_refused_whoever_is_asked_for_is_not_cut_to_pieces()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 400, """{"status":"error","category":"VALIDATION_ERROR"}""");

        var answers = await connection.ReadManyAsync([.. Enumerable.Range(1, 100).Select(i => Identifier.Id($"p{i:0000}"))]);

        Assert.All(answers, answer => Assert.Equal(Reason.CrmError, answer.Reason));
        Assert.Equal(3, host.Requests.Count);
    }

    private static async Task<string> BodyAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync();
        context.Request.Body.Position = 0;
        return body;
    }

    [Fact]
    public async Task A_batch_that_is_not_complete_is_an_error_for_each()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 200, """{"status":"PENDING","results":[]}""");

        var answers = await connection.ReadManyAsync([Identifier.Id("1"), Identifier.Id("2")]);

        Assert.All(answers, answer => Assert.Equal(Reason.CrmError, answer.Reason));
    }

    [Fact]
    public async Task A_retried_batch_asks_the_same_again()
    {
        await using var connection = host.Connect();
        var bodies = new List<string>();
        host.Fault = async context =>
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            bodies.Add(await reader.ReadToEndAsync());
            context.Request.Body.Position = 0;
            return bodies.Count == 1 && await FakeHubSpot.AnswerAsync(context, 503, "{}");
        };

        var answers = await connection.ReadManyAsync([Identifier.Id("p0001")]);

        Assert.Equal(2, bodies.Count);
        Assert.Equal(bodies[0], bodies[1]);
        Assert.Equal(Reason.None, answers[0].Reason);
        Assert.Equal("Name 1", answers[0].Value("firstname"));
        Assert.Equal("p0001", (string?)JsonNode.Parse(bodies[0])!["inputs"]![0]!["id"]);
        Assert.Null(JsonNode.Parse(bodies[0])!["idProperty"]);
    }
}
