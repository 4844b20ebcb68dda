using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.HubSpot;

public sealed class ReadOneTests
{
    [Fact]
    public async Task A_person_is_read_by_id_with_only_the_properties_asked_for()
    {
        await using var host = (await FakeHubSpot.StartAsync()).With("512", ("email", "Ann@x.example"), ("firstname", "Ann"), ("secret", "no"));
        await using var connection = host.Connect();

        var answer = await connection.ReadAsync(Identifier.Id("512"));

        Assert.Equal(Reason.None, answer.Reason);
        Assert.Equal("""{"firstname":"Ann"}""", answer.Text());
        Assert.Equal("512", answer.Person!.Id);
        Assert.Equal([Identifier.Email("ann@x.example")], answer.Person.Identifiers);
        var request = Assert.Single(host.Requests);
        Assert.Equal(
            "/crm/v3/objects/contacts/512?properties=email&properties=hs_object_id&properties=hs_additional_emails&properties=hs_merged_object_ids&properties=firstname",
            request.Target);
    }
}
