using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class PatchContactTests
{
    [Fact]
    public async Task A_change_is_answered_with_what_changed_and_read_by_everybody()
    {
        await using var sandbox = await StartSignedInAsync("People=10");

        var contact = await sandbox.PatchAsync(Contacts + "/g0000007", new { properties = new { firstname = "Zoë", points = 7, city = "" } });

        Assert.Equal("Zoë", contact.GetProperty("properties").GetProperty("firstname").GetString());
        var read = await sandbox.GetAsync(Contacts + "/g0000007?properties=firstname,points,city,tier");
        var values = read.GetProperty("properties");
        Assert.Equal("Zoë", values.GetProperty("firstname").GetString());
        Assert.Equal("7", values.GetProperty("points").GetString());
        Assert.Null(values.GetProperty("city").GetString());
        Assert.Equal(contact.GetProperty("updatedAt").GetString(), read.GetProperty("updatedAt").GetString());
        Assert.NotEqual(read.GetProperty("createdAt").GetString(), read.GetProperty("updatedAt").GetString());
    }

    [Fact]
    public async Task Its_webhook_goes_behind_the_answer()
    {
        var release = new TaskCompletionSource<int>();
        await using var receiver = await HookReceiver.StartAsync(_ => release.Task);
        await using var sandbox = await StartSignedInAsync($"HookUrl={receiver.Url}");

        await sandbox.PatchAsync(Contacts + "/p0007@people.example?idProperty=email", new { properties = new { tier = "gold" } });

        var hook = await receiver.NextAsync();
        release.SetResult(204);
        var change = Assert.Single(hook.Events);
        Assert.Equal("p0007", change.GetProperty("objectId").GetString());
        Assert.Equal("API", change.GetProperty("changeSource").GetString());
    }

    [Theory]
    [InlineData("no_such_thing", "x", "PROPERTY_DOESNT_EXIST")]
    [InlineData("hs_object_id", "1", "READ_ONLY_VALUE")]
    [InlineData("createdate", "2020-01-01", "READ_ONLY_VALUE")]
    [InlineData("tier", "diamond", "INVALID_OPTION")]
    [InlineData("interests", "tea;cars", "INVALID_OPTION")]
    [InlineData("email", "not an address", "INVALID_EMAIL")]
    public async Task A_value_that_cannot_be_is_400_in_HubSpots_words(string name, string value, string code)
    {
        await using var sandbox = await StartSignedInAsync();

        var error = await sandbox.PatchAsync(
            Contacts + "/p0001", new { properties = new Dictionary<string, string> { [name] = value, ["city"] = "Nowhere" } }, 400);

        var message = error.GetProperty("message").GetString();
        Assert.StartsWith("Property values were not valid: [{\"isValid\":false,", message, StringComparison.Ordinal);
        Assert.Contains($"\"error\":\"{code}\",\"name\":\"{name}\"", message, StringComparison.Ordinal);
        Assert.Equal("Berlin", (await sandbox.GetAsync("/sandbox/people/p0001")).GetProperty("city").GetString());
    }

    [Fact]
    public async Task Nobody_takes_the_address_of_another()
    {
        await using var sandbox = await StartSignedInAsync();

        var error = await sandbox.PatchAsync(Contacts + "/p0002", new { properties = new { email = "P0001@people.example" } }, 409);

        Assert.Equal("Contact already exists. Existing ID: p0001", error.GetProperty("message").GetString());
        Assert.Equal("CONFLICT", error.GetProperty("category").GetString());
    }

    [Fact]
    public async Task A_new_address_finds_the_person_and_the_old_one_is_free()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.PatchAsync(Contacts + "/p0002", new { properties = new { email = "Two@people.example" } });

        Assert.Equal("p0002", (await sandbox.GetAsync(Contacts + "/two@people.example?idProperty=email")).GetProperty("id").GetString());
        await sandbox.GetAsync(Contacts + "/p0002@people.example?idProperty=email", 404);
        await sandbox.PatchAsync(Contacts + "/p0003", new { properties = new { email = "p0002@people.example" } });
        Assert.Equal("p0003", (await sandbox.GetAsync(Contacts + "/p0002@people.example?idProperty=email")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Earlier_values_are_a_propertys_history()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.PatchAsync(Contacts + "/p0001", new { properties = new { tier = "silver" } });
        await sandbox.PatchAsync(Contacts + "/p0001", new { properties = new { city = "Rome" } });
        await sandbox.PatchAsync(Contacts + "/p0001", new { properties = new { tier = "platinum" } });

        var contact = await sandbox.GetAsync(Contacts + "/p0001?propertiesWithHistory=tier");

        Assert.Equal("platinum", contact.GetProperty("properties").GetProperty("tier").GetString());
        Assert.Equal(
            ["platinum", "silver", "gold"],
            contact.GetProperty("propertiesWithHistory").GetProperty("tier").EnumerateArray().Select(one => one.GetProperty("value").GetString()));
    }

    [Fact]
    public async Task Writing_to_nobody_is_404_and_a_body_without_properties_400()
    {
        await using var sandbox = await StartSignedInAsync();

        await sandbox.PatchAsync(Contacts + "/p9999", new { properties = new { city = "x" } }, 404);
        await sandbox.PatchAsync(Contacts + "/p0001", new { city = "x" }, 400);
    }
}
