using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Segment;

public sealed class ProfileApiTests
{
    private const string Users = "/v1/spaces/sandbox/collections/users/profiles";

    [Fact]
    public async Task Ten_traits_come_unless_more_are_asked_for_and_the_cursor_leads_to_the_rest()
    {
        await using var sandbox = await StartAsync();
        Assert.Equal(10, Count(await sandbox.GetAsync(Users + "/user_id:p0001/traits")));

        var all = Count(await sandbox.GetAsync(Users + "/user_id:p0001/traits?limit=200"));
        var seen = 0;
        var next = "";
        do
        {
            var page = await sandbox.GetAsync($"{Users}/user_id:p0001/traits?limit=7&next={next}");
            seen += Count(page);
            next = page.GetProperty("cursor").Text("next")!;
        }
        while (next.Length > 0);

        Assert.True(all > 20);
        Assert.Equal(all, seen);
    }

    [Fact]
    public async Task Only_the_traits_that_are_named_come_with_their_types()
    {
        await using var sandbox = await StartAsync();
        var traits = (await sandbox.GetAsync(Users + "/email:p0001%40people.example/traits?include=firstname,points,marketing_consent,interests,nothing")).GetProperty("traits");

        Assert.Equal("Ann", traits.Text("firstname"));
        Assert.Equal(
            [JsonValueKind.Number, JsonValueKind.True, JsonValueKind.Array],
            new[] { "points", "marketing_consent", "interests" }.Select(name => traits.GetProperty(name).ValueKind));
        Assert.Equal(4, traits.EnumerateObject().Count());
    }

    [Theory]
    [InlineData("/user_id:nobody/traits", 404, "not_found")]
    [InlineData("/user_id/traits", 400, "validation_error")]
    [InlineData("/user_id:p0001/traits?limit=201", 400, "validation_error")]
    [InlineData("/email:p0001@people.example/traits", 500, "internal_error")]
    [InlineData("/email:P0001%40people.example/traits", 404, "not_found")]
    [InlineData("/user_id:p0001/nothing", 404, "invalid_request_error")]
    public async Task What_Segment_does_not_take_is_refused_in_its_words(string target, int status, string code)
    {
        await using var sandbox = await StartAsync();
        Assert.Equal(code, (await sandbox.GetAsync(Users + target, status)).GetProperty("error").Text("code"));
    }

    [Theory]
    [InlineData("wrong", "sandbox")]
    [InlineData("sandbox-secret", "other")]
    public async Task A_token_opens_its_own_space_alone(string token, string space)
    {
        await using var sandbox = await StartAsync();
        Use(sandbox, token);
        var refused = await sandbox.GetAsync($"/v1/spaces/{space}/collections/users/profiles/user_id:p0001/traits", 401);

        Assert.Equal("authentication_error", refused.GetProperty("error").Text("code"));
    }

    [Fact]
    public async Task External_ids_are_those_that_find_the_person()
    {
        await using var sandbox = await StartAsync();
        var ids = (await sandbox.GetAsync(Users + "/anonymous_id:anon-p0001/external_ids?limit=100&include=user_id,email")).GetProperty("data");

        Assert.Equal(["user_id p0001", "email p0001@people.example"], ids.EnumerateArray().Select(one => $"{one.Text("type")} {one.Text("id")}"));
    }

    [Fact]
    public async Task Beyond_the_requests_of_a_second_it_says_429()
    {
        await using var sandbox = await StartAsync("SegmentRateLimit=5");
        var statuses = new List<int>();
        for (var n = 0; n < 40 && !statuses.Contains(429); n++)
        {
            using var response = await sandbox.Http.GetAsync(Users + "/user_id:p0001/traits");
            statuses.Add((int)response.StatusCode);
        }

        Assert.Contains(429, statuses);
        Assert.True(statuses.Count >= 6);
    }

    [Fact]
    public async Task A_fault_speaks_as_Segment_does()
    {
        await using var sandbox = await StartAsync();
        await sandbox.FaultsAsync("""{"status":503}""");
        Assert.Equal("internal_error", (await sandbox.GetAsync(Users + "/user_id:p0001/traits", 503)).GetProperty("error").Text("code"));
    }

    private static async Task<RunningSandbox> StartAsync(params string[] settings)
    {
        var sandbox = await RunningSandbox.StartAsync(settings);
        Use(sandbox, "sandbox-secret");
        return sandbox;
    }

    private static void Use(RunningSandbox sandbox, string token) => sandbox.Http.DefaultRequestHeaders.Authorization =
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(token + ":")));

    private static int Count(JsonElement page) => page.GetProperty("traits").EnumerateObject().Count();
}
