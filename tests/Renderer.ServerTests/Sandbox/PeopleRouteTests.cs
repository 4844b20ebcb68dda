using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class PeopleRouteTests
{
    [Fact]
    public async Task A_person_is_one_flat_object()
    {
        await using var sandbox = await StartAsync();

        var ann = await sandbox.GetAsync("/sandbox/people/p0001");

        Assert.Equal("p0001", ann.GetProperty("id").GetString());
        Assert.Equal("Ann", ann.GetProperty("firstname").GetString());
        Assert.Equal("gold", ann.GetProperty("tier").GetString());
        Assert.Equal("Berlin", ann.GetProperty("city").GetString());
        Assert.Equal(2, JsonDocument.Parse(ann.GetProperty("cart").GetString()!).RootElement.GetArrayLength());
        Assert.All(ann.EnumerateObject(), one => Assert.Equal(JsonValueKind.String, one.Value.ValueKind));
    }

    [Fact]
    public async Task What_a_person_lacks_is_null()
    {
        await using var sandbox = await StartAsync();

        var nobody = await sandbox.GetAsync("/sandbox/people/p0011");

        Assert.Equal(JsonValueKind.Null, nobody.GetProperty("firstname").ValueKind);
        Assert.Equal("p0011@people.example", nobody.GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_change_waits_for_its_webhook_and_says_how_it_was_answered()
    {
        await using var receiver = await HookReceiver.StartAsync(_ => Task.FromResult(202));
        await using var sandbox = await StartAsync($"HookUrl={receiver.Url}");

        var answer = await sandbox.PatchAsync("/sandbox/people/p0001", new { firstname = "Zoe" });

        Assert.Equal("""{"hook_status":202}""", answer.GetRawText());
        Assert.False(receiver.IsEmpty);
        Assert.Equal("Zoe", (await sandbox.GetAsync("/sandbox/people/p0001")).GetProperty("firstname").GetString());
    }

    [Fact]
    public async Task Without_anybody_there_the_status_is_0_and_the_change_is_made()
    {
        await using var sandbox = await StartAsync("HookUrl=http://127.0.0.1:1/hooks");

        var answer = await sandbox.PatchAsync("/sandbox/people/p0001", new { firstname = "Zoe" });

        Assert.Equal(0, answer.GetProperty("hook_status").GetInt32());
        Assert.NotEmpty(answer.GetProperty("hook_error").GetString()!);
        Assert.Equal("Zoe", (await sandbox.GetAsync("/sandbox/people/p0001")).GetProperty("firstname").GetString());
    }

    [Fact]
    public async Task Any_property_can_be_written_and_then_exists()
    {
        await using var sandbox = await StartSignedInAsync();

        await sandbox.PatchAsync("/sandbox/people/p0001", new { shoe_size = 38.5, vip = true, wishes = new[] { new { sku = "X" } }, tier = "diamond" });

        var values = (await sandbox.GetAsync(Contacts + "/p0001?properties=shoe_size,vip,wishes,tier")).GetProperty("properties");
        Assert.Equal("38.5", values.GetProperty("shoe_size").GetString());
        Assert.Equal("true", values.GetProperty("vip").GetString());
        Assert.Equal("""[{"sku":"X"}]""", values.GetProperty("wishes").GetString());
        Assert.Equal("diamond", values.GetProperty("tier").GetString());
        var other = (await sandbox.GetAsync(Contacts + "/p0002?properties=shoe_size")).GetProperty("properties");
        Assert.Null(other.GetProperty("shoe_size").GetString());
    }

    [Theory]
    [InlineData("PATCH", "/sandbox/people/p0001", "nonsense", 400, "bad_json")]
    [InlineData("PATCH", "/sandbox/people/p0001", "[]", 400, "bad_parameter")]
    [InlineData("PATCH", "/sandbox/people/p0001", "{}", 400, "bad_parameter")]
    [InlineData("PATCH", "/sandbox/people/p0001", """{"First Name":"x"}""", 400, "bad_parameter")]
    [InlineData("PATCH", "/sandbox/people/p0001", """{"id":"p0002"}""", 400, "bad_parameter")]
    [InlineData("PATCH", "/sandbox/people/p0001", """{"createdate":"x"}""", 400, "bad_parameter")]
    [InlineData("PATCH", "/sandbox/people/p0001", """{"firstname":"\ud800"}""", 400, "bad_parameter")]
    [InlineData("PATCH", "/sandbox/people/p0001", """{"email":"p0002@people.example"}""", 409, "conflict")]
    [InlineData("PATCH", "/sandbox/people/p1001", """{"firstname":"x"}""", 404, "profile_unknown")]
    [InlineData("GET", "/sandbox/people/p1001", null, 404, "profile_unknown")]
    [InlineData("DELETE", "/sandbox/people/p1001", null, 404, "profile_unknown")]
    [InlineData("POST", "/sandbox/people", """{"id":"p0001"}""", 409, "conflict")]
    [InlineData("POST", "/sandbox/people", """{"id":"no spaces"}""", 400, "bad_parameter")]
    [InlineData("GET", "/sandbox/persons", null, 404, "not_found")]
    public async Task A_mistake_is_a_problem_with_a_code(string method, string path, string? body, int status, string code)
    {
        await using var sandbox = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8);

        using var response = await sandbox.Http.SendAsync(request);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await JsonAsync(response, status);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Somebody_new_gets_a_number_and_a_creation_is_told()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var sandbox = await StartSignedInAsync($"HookUrl={receiver.Url}");

        var created = await sandbox.PostAsync("/sandbox/people", new { email = "new@people.example", firstname = "Nia" }, 201);
        var named = await sandbox.PostAsync("/sandbox/people", new { id = "crm-7" }, 201);

        Assert.Equal(204, created.GetProperty("hook_status").GetInt32());
        var id = created.GetProperty("id").GetString();
        Assert.Equal("crm-7", named.GetProperty("id").GetString());
        var contact = await sandbox.GetAsync(Contacts + "/new@people.example?idProperty=email");
        Assert.Equal(id, contact.GetProperty("id").GetString());
        Assert.Equal(id, contact.GetProperty("properties").GetProperty("hs_object_id").GetString());
        var told = Assert.Single((await receiver.NextAsync()).Events);
        Assert.Equal("contact.creation", told.GetProperty("subscriptionType").GetString());
        Assert.Equal(id, told.GetProperty("objectId").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_property_that_nobody_had_is_made_and_named()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var sandbox = await StartSignedInAsync($"HookUrl={receiver.Url}");
        using var response = await sandbox.Http.PatchAsJsonAsync("/sandbox/people/p0009", new { first_name = "Zoe", city = "Hamburg" });
        Assert.Equal("""["first_name"]""", (await JsonAsync(response)).GetProperty("new_properties").GetRawText());
    }

    [Theory]
    [InlineData("", "contact.deletion")]
    [InlineData("?privacy=true", "contact.privacyDeletion")]
    public async Task Somebody_deleted_is_gone_but_for_the_archive_and_a_deletion_is_told(string query, string kind)
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var sandbox = await StartSignedInAsync($"HookUrl={receiver.Url}");

        using var response = await sandbox.Http.DeleteAsync("/sandbox/people/p0009" + query);

        Assert.Equal("""{"hook_status":204}""", (await JsonAsync(response)).GetRawText());
        Assert.Equal(kind, Assert.Single((await receiver.NextAsync()).Events).GetProperty("subscriptionType").GetString());
        await sandbox.GetAsync("/sandbox/people/p0009", 404);
        await sandbox.GetAsync(Contacts + "/p0009", 404);
        await sandbox.GetAsync(Contacts + "/p0009@people.example?idProperty=email", 404);
        Assert.True((await sandbox.GetAsync(Contacts + "/p0009?archived=true")).GetProperty("archived").GetBoolean());
        await sandbox.PatchAsync("/sandbox/people/p0009", new { firstname = "x" }, 404);
    }

    [Fact]
    public async Task Two_sandboxes_in_one_process_share_nobody()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();

        await one.PatchAsync("/sandbox/people/p0001", new { firstname = "Zoe" });

        Assert.Equal("Ann", (await two.GetAsync("/sandbox/people/p0001")).GetProperty("firstname").GetString());
        Assert.Equal("live", await two.Http.GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task A_hundred_writers_at_once_lose_nothing()
    {
        await using var sandbox = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            sandbox.Http.PatchAsJsonAsync("/sandbox/people/p0001", new Dictionary<string, int> { [$"field_{number}"] = number })));

        var ann = await sandbox.GetAsync("/sandbox/people/p0001");
        Assert.All(Enumerable.Range(0, 100), number => Assert.Equal(
            number.ToString(System.Globalization.CultureInfo.InvariantCulture), ann.GetProperty($"field_{number}").GetString()));
    }

    [Fact]
    public async Task An_endless_body_is_cut_off()
    {
        await using var sandbox = await StartSignedInAsync();
        using var flat = await sandbox.Http.SendAsync(Endless("/sandbox/people/p0001"));
        using var crm = await sandbox.Http.SendAsync(Endless(Contacts + "/p0001"));

        Assert.Equal("body_too_large", (await JsonAsync(flat, 413)).GetProperty("code").GetString());
        Assert.Equal("error", (await JsonAsync(crm, 413)).GetProperty("status").GetString());
    }

    // Asks before it sends: who sends at once may lose the answer with the connection.
    private static HttpRequestMessage Endless(string route)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, route) { Content = new StringContent(new string(' ', 2_000_000), Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        return request;
    }
}
