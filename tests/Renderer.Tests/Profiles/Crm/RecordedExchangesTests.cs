using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>Answers that HubSpot really gave.</summary>
public sealed class RecordedExchangesTests : IAsyncLifetime
{
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = await FakeHubSpot.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_batch_read_by_email_with_misses()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 207, """
            {"status":"COMPLETE","results":[
              {"id":"151","properties":{"createdate":"2023-05-30T14:29:03.906Z","email":"admin-changeme@valmi.io","hs_object_id":"151","lastmodifieddate":"2023-05-30T14:29:11.158Z"},"createdAt":"2023-05-30T14:29:03.906Z","updatedAt":"2023-05-30T14:29:11.158Z","archived":false},
              {"id":"101","properties":{"createdate":"2023-05-30T14:29:03.906Z","email":"raj+1@valmi.io","hs_object_id":"101","lastmodifieddate":"2023-05-30T14:29:20.476Z"},"createdAt":"2023-05-30T14:29:03.906Z","updatedAt":"2023-05-30T14:29:20.476Z","archived":false},
              {"id":"201","properties":{"createdate":"2023-05-30T14:29:03.906Z","email":"raj@valmi.io","hs_object_id":"201","lastmodifieddate":"2023-05-30T14:29:25.170Z"},"createdAt":"2023-05-30T14:29:03.906Z","updatedAt":"2023-05-30T14:29:25.170Z","archived":false}],
             "numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.","context":{"ids":["raj+3@valmi.io","raj+2@valmi.io"]}}],
             "startedAt":"2023-05-30T16:56:07.367Z","completedAt":"2023-05-30T16:56:07.403Z"}
            """);

        var answers = await connection.ReadManyAsync(
            [.. new[] { "admin-changeme", "raj+1", "raj", "raj+3", "raj+2" }.Select(name => Identifier.Email($"{name}@valmi.io"))], ["createdate"]);

        Assert.Equal(["151", "101", "201", null, null], answers.Select(answer => answer.Person?.Id));
        Assert.Equal([Reason.ProfileMissing, Reason.ProfileMissing], answers.Skip(3).Select(answer => answer.Reason));
        Assert.Equal("2023-05-30T14:29:03.906Z", answers[0].Value("createdate"));
    }

    [Fact]
    public async Task A_contact_with_empty_properties()
    {
        await using var connection = host.Connect(settings => settings with
        {
            Attributes = new Dictionary<string, AttributeMapping>
            {
                ["first_name"] = new("firstname"), ["number"] = new("number_field", AttributeType.Number), ["date"] = new("date_field", AttributeType.Date),
            },
        });
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 200, """
            {"id":"286101","properties":{"createdate":"2022-02-14T21:36:07.649Z","date_field":null,"email":"grouparoo@demo.com","firstname":"John","hs_object_id":"286101","lastmodifieddate":"2022-02-14T21:36:16.420Z","lastname":null,"number_field":null,"text_field":null},
             "createdAt":"2022-02-14T21:36:07.649Z","updatedAt":"2022-02-14T21:36:16.420Z","archived":false}
            """);

        var answer = await connection.ReadAsync(Identifier.Email("grouparoo@demo.com"), ["first_name", "number", "date", "text_field"]);

        Assert.Equal("""{"date":null,"first_name":"John","number":null,"text_field":null}""", answer.Text());
    }

    [Theory]
    [InlineData("""{"status":"error","message":"The OAuth token used to make this call expired 75 second(s) ago.","correlationId":"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx","category":"EXPIRED_AUTHENTICATION","context":{"expire time":["2022-06-21T10:37:52.040Z"]}}""")]
    [InlineData("""{"status":"error","message":"Authentication credentials not found.","correlationId":"abc-def-456","category":"INVALID_AUTHENTICATION"}""")]
    public async Task An_expired_token_is_renewed_once_and_the_read_succeeds(string body)
    {
        host.With("512", ("firstname", "Ann"));
        await using var connection = host.Connect();
        host.Fault = Faults.First(1, context => FakeHubSpot.AnswerAsync(context, 401, body));

        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id("512"))).Value("firstname"));
        Assert.Equal(["Bearer token-1", "Bearer token-2"], host.Requests.Select(request => request.Authorization));
    }
}
