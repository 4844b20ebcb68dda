using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.HubSpot;

public sealed class ReadOneTests : IAsyncLifetime
{
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = (await FakeHubSpot.StartAsync())
        .With("512", ("email", "Ann@x.example"), ("firstname", "Ann"), ("member_no", "M1"), ("points", "1200.50"), ("secret", "no"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_person_is_read_by_id_with_only_the_properties_asked_for()
    {
        await using var connection = host.Connect();

        var answer = await connection.ReadAsync(Identifier.Id("512"));

        Assert.Equal(Reason.None, answer.Reason);
        Assert.Equal("""{"firstname":"Ann"}""", answer.Text());
        Assert.Equal("512", answer.Person!.Id);
        Assert.Equal([Identifier.Email("ann@x.example")], answer.Person.Identifiers);
        Assert.Equal(
            "/crm/v3/objects/contacts/512?properties=email&properties=hs_object_id&properties=hs_additional_emails&properties=hs_merged_object_ids&properties=firstname",
            Assert.Single(host.Requests).Target);
    }

    [Fact]
    public async Task A_person_is_read_by_email_whatever_its_case()
    {
        await using var connection = host.Connect();

        var answer = await connection.ReadAsync(Identifier.Email("ANN@X.example"));

        Assert.Equal("512", answer.Person?.Id);
        Assert.Contains("/ann%40x.example?", Assert.Single(host.Requests).Target, StringComparison.Ordinal);
        Assert.EndsWith("&idProperty=email", Assert.Single(host.Requests).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_read_by_a_lookup_and_can_be_named_by_it()
    {
        await using var connection = host.Connect(settings => settings with { Lookups = new Dictionary<string, string> { ["member"] = "member_no" } });

        var answer = await connection.ReadAsync(new Identifier("member", "M1"));

        Assert.Equal("512", answer.Person?.Id);
        Assert.Contains(new Identifier("member", "M1"), answer.Person!.Identifiers);
        Assert.EndsWith("&idProperty=member_no", Assert.Single(host.Requests).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributes_come_under_our_names_and_typed()
    {
        await using var connection = host.Connect(settings => settings with
        {
            Attributes = new Dictionary<string, AttributeMapping>
            {
                ["first_name"] = new("firstname"),
                ["score"] = new("points", AttributeType.Number),
                ["tier"] = new("tier"),
            },
        });

        var some = await connection.ReadAsync(Identifier.Id("512"), ["score", "first_name", "unknown"]);
        var all = await connection.ReadAsync(Identifier.Id("512"), ReadSet.Everything, Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(5)), default);

        Assert.Equal("""{"first_name":"Ann","score":1200.50,"unknown":null}""", some.Text());
        Assert.Equal("""{"first_name":"Ann","score":1200.50,"tier":null}""", all.Text());
    }

    [Fact]
    public async Task Nobody_by_that_name_is_missing()
    {
        await using var connection = host.Connect();

        Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Id("513"))).Reason);
        Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Email("bob@x.example"))).Reason);
    }

    [Fact]
    public async Task An_archived_person_is_missing()
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 200, """{"id":"512","properties":{"firstname":"Ann"},"archived":true}""");

        Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
    }

    [Theory]
    [InlineData("<html>Not found</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_404_that_does_not_speak_of_contacts_is_an_error(string body)
    {
        await using var connection = host.Connect();
        host.Fault = context => FakeHubSpot.AnswerAsync(context, 404, body);

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
    }

    [Fact]
    public async Task A_base_url_may_have_a_path()
    {
        await using var connection = host.Connect(settings => settings with { BaseUrl = new Uri(host.Url, "/nowhere/"), TokenUrl = new Uri(host.Url, "/oauth/2026-03/token") });

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        Assert.Empty(host.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task What_is_no_segment_of_a_path_names_nobody_and_is_not_sent(string id)
    {
        await using var connection = host.Connect();

        Assert.Equal(Reason.ProfileMissing, (await connection.ReadAsync(Identifier.Id(id))).Reason);
        Assert.Empty(host.Requests);
        Assert.Equal(0, host.TokenRequests);
    }

    [Theory]
    [InlineData("../../../oauth/v1/token")]
    [InlineData("a/b")]
    [InlineData("512?archived=true")]
    [InlineData("512#x")]
    [InlineData("%2e%2e")]
    [InlineData("ä ö\r\nX-Evil: 1")]
    [InlineData("{id}")]
    public async Task An_id_stays_one_segment_of_the_path(string id)
    {
        await using var connection = host.Connect();
        host.With(id, ("firstname", "Odd"));

        var answer = await connection.ReadAsync(Identifier.Id(id));

        Assert.StartsWith("/crm/v3/objects/contacts/", Assert.Single(host.Requests).Target, StringComparison.Ordinal);
        Assert.True(answer.Reason == Reason.ProfileMissing || answer.Value("firstname") == "Odd");
    }

    [Fact]
    public async Task More_properties_than_a_url_holds_are_asked_for_in_a_body()
    {
        await using var connection = host.Connect();
        var attributes = Enumerable.Range(0, 300).Select(i => $"attribute_{i:000}").Append("firstname").ToArray();

        var answer = await connection.ReadAsync(Identifier.Id("512"), attributes);

        Assert.Equal("Ann", answer.Value("firstname"));
        Assert.Equal("POST", Assert.Single(host.Requests).Method);
    }

    [Fact]
    public async Task The_caller_can_end_a_read()
    {
        await using var connection = host.Connect();
        host.Fault = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        using var end = new CancellationTokenSource(50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await connection.ReadAsync(
            Identifier.Id("512"), ReadSet.None, Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(5)), end.Token));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var connection = host.Connect();
        host.Fault = context =>
        {
            context.Response.Redirect(new Uri(host.Url, "/crm/v3/objects/contacts/513").ToString());
            return Task.FromResult(true);
        };

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id("512"))).Reason);
        Assert.Single(host.Requests);
    }
}
