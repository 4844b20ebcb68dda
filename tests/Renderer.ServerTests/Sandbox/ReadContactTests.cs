using System.Text.Json;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class ReadContactTests(ReadOnlySandbox shared) : IClassFixture<ReadOnlySandbox>
{
    private readonly RunningSandbox sandbox = shared.Sandbox;

    [Fact]
    public async Task Without_properties_HubSpots_default_ones_come()
    {
        var contact = await sandbox.GetAsync(Contacts + "/p0001");

        Assert.Equal("p0001", contact.GetProperty("id").GetString());
        Assert.Equal(
            ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"],
            Names(contact));
        Assert.Equal("Ann", Value(contact, "firstname"));
        Assert.Equal("p0001@people.example", Value(contact, "email"));
        Assert.Equal("2021-03-02T09:12:44.000Z", contact.GetProperty("createdAt").GetString());
        Assert.Equal(Value(contact, "lastmodifieddate"), contact.GetProperty("updatedAt").GetString());
        Assert.False(contact.GetProperty("archived").GetBoolean());
    }

    [Fact]
    public async Task Properties_come_by_comma_and_by_repetition_as_text_or_null_and_unknown_ones_not_at_all()
    {
        var contact = await sandbox.GetAsync(Contacts + "/p0005?properties=tier,points&properties=locale&properties=no_such_thing");

        Assert.Equal(["createdate", "hs_object_id", "lastmodifieddate", "locale", "points", "tier"], Names(contact));
        Assert.Null(Value(contact, "tier"));
        Assert.Equal("el-GR", Value(contact, "locale"));
        Assert.All(contact.GetProperty("properties").EnumerateObject(), one =>
            Assert.True(one.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null));
    }

    [Theory]
    [InlineData("p0042@people.example", "email", "p0042")]
    [InlineData("P0042%40People.Example", "email", "p0042")]
    [InlineData("10000042", "customer_number", "p0042")]
    [InlineData("g0100000@people.example", "email", "g0100000")]
    [InlineData("20000007", "customer_number", "g0000007")]
    public async Task A_unique_property_finds_a_person(string value, string property, string id)
    {
        var contact = await sandbox.GetAsync($"{Contacts}/{value}?idProperty={property}");

        Assert.Equal(id, contact.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("firstname")]
    [InlineData("hs_object_id")]
    [InlineData("no_such_thing")]
    public async Task Another_property_finds_nobody_and_is_400(string property)
    {
        var error = await sandbox.GetAsync($"{Contacts}/Ann?idProperty={property}", 400);

        Assert.Equal("VALIDATION_ERROR", error.GetProperty("category").GetString());
        Assert.EndsWith(property, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p1001")]
    [InlineData("p1")]
    [InlineData("p00001")]
    [InlineData("P0001")]
    [InlineData("g0100001")]
    [InlineData("g0000000")]
    public async Task An_unknown_id_that_is_no_number_is_404_and_named(string id)
    {
        var error = await sandbox.GetAsync($"{Contacts}/{id}", 404);

        Assert.Equal("Object not found.  objectId are usually numeric.", error.GetProperty("message").GetString());
        Assert.Equal("OBJECT_NOT_FOUND", error.GetProperty("category").GetString());
        Assert.Equal(id, error.GetProperty("context").GetProperty("id")[0].GetString());
    }

    [Theory]
    [InlineData("512")]
    [InlineData("nobody@people.example?idProperty=email")]
    [InlineData("p0001?archived=true")]
    public async Task An_unknown_number_or_address_is_404(string path)
    {
        var error = await sandbox.GetAsync($"{Contacts}/{path}", 404);

        Assert.Equal("OBJECT_NOT_FOUND", error.GetProperty("category").GetString());
    }

    [Fact]
    public async Task Every_answer_carries_HubSpots_rate_limit_headers()
    {
        foreach (var path in new[] { Contacts + "/p0001", Contacts + "/nobody", Contacts, "/crm/v3/objects/deals/1" })
        {
            using var response = await sandbox.Http.GetAsync(path);

            foreach (var name in new[] { "Daily", "Daily-Remaining", "Secondly", "Secondly-Remaining", "Max", "Remaining", "Interval-Milliseconds" })
            {
                Assert.True(int.TryParse(response.Headers.GetValues("X-HubSpot-RateLimit-" + name).Single(), out _), name);
            }

            Assert.True(Guid.TryParse(response.Headers.GetValues("X-HubSpot-Correlation-Id").Single(), out _));
        }
    }

    [Fact]
    public async Task The_description_names_types_and_what_is_unique()
    {
        var all = (await sandbox.GetAsync("/crm/v3/properties/contacts")).GetProperty("results").EnumerateArray()
            .ToDictionary(property => property.GetProperty("name").GetString()!);

        Assert.Equal(["customer_number", "email"], all.Values
            .Where(property => property.GetProperty("hasUniqueValue").GetBoolean())
            .Select(property => property.GetProperty("name").GetString()));
        Assert.Equal("number", all["points"].GetProperty("type").GetString());
        Assert.Equal("date", all["birthday"].GetProperty("type").GetString());
        Assert.Equal(
            ["bronze", "silver", "gold", "platinum"],
            all["tier"].GetProperty("options").EnumerateArray().Select(option => option.GetProperty("value").GetString()));
        Assert.True(all["hs_object_id"].GetProperty("modificationMetadata").GetProperty("readOnlyValue").GetBoolean());
    }

    private static IEnumerable<string> Names(JsonElement contact) =>
        contact.GetProperty("properties").EnumerateObject().Select(one => one.Name);

    private static string? Value(JsonElement contact, string name) => contact.GetProperty("properties").GetProperty(name).GetString();
}
