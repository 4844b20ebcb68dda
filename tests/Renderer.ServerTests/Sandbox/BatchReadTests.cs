using System.Diagnostics;
using System.Net;
using System.Text;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class BatchReadTests(ReadOnlySandbox shared) : IClassFixture<ReadOnlySandbox>
{
    private const string Batch = Contacts + "/batch/read";

    private readonly RunningSandbox sandbox = shared.Sandbox;

    [Fact]
    public async Task A_hundred_people_who_exist_are_200_each_once_and_in_no_promised_order()
    {
        var ids = Enumerable.Range(1, 100).Select(number => $"g{number * 1000:D7}").ToList();

        var answer = await sandbox.PostAsync(Batch, Body(ids, "firstname", "customer_number"));

        Assert.Equal("COMPLETE", answer.GetProperty("status").GetString());
        var results = answer.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(ids, results.Select(one => one.GetProperty("id").GetString()).Order());
        Assert.NotEqual(ids, results.Select(one => one.GetProperty("id").GetString()));
        Assert.All(results, one => Assert.StartsWith(
            "Gen" + one.GetProperty("id").GetString()![1..], one.GetProperty("properties").GetProperty("firstname").GetString(), StringComparison.Ordinal));
        Assert.False(answer.TryGetProperty("errors", out _));
        Assert.True(answer.GetProperty("completedAt").GetDateTimeOffset() >= answer.GetProperty("startedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Misses_are_207_with_one_error_that_names_them_all()
    {
        var answer = await sandbox.PostAsync(
            Batch,
            new
            {
                properties = new[] { "email" },
                idProperty = "email",
                inputs = new[] { new { id = "p0001@people.example" }, new { id = "raj+3@people.example" }, new { id = "P0002@People.Example" }, new { id = "x" } },
            },
            207);

        Assert.Equal(["p0001", "p0002"], answer.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("id").GetString()).Order());
        Assert.Equal(1, answer.GetProperty("numErrors").GetInt32());
        var error = answer.GetProperty("errors")[0];
        Assert.Equal("OBJECT_NOT_FOUND", error.GetProperty("category").GetString());
        Assert.Equal(
            "Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.",
            error.GetProperty("message").GetString());
        Assert.Equal(["raj+3@people.example", "x"], error.GetProperty("context").GetProperty("ids").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public async Task Somebody_asked_for_twice_comes_once()
    {
        var answer = await sandbox.PostAsync(Batch, Body(["p0001", "p0002", "p0001"]));

        Assert.Equal(2, answer.GetProperty("results").GetArrayLength());
    }

    [Fact]
    public async Task Ids_may_be_numbers()
    {
        using var response = await sandbox.Http.PostAsync(
            Batch, new StringContent("""{"idProperty":"customer_number","inputs":[{"id":10000001}]}""", Encoding.UTF8, "application/json"));

        Assert.Equal("p0001", (await JsonAsync(response)).GetProperty("results")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task More_than_a_hundred_are_400_and_with_histories_more_than_fifty()
    {
        var many = Enumerable.Range(1, 101).Select(number => $"p{number:D4}").ToList();

        var error = await sandbox.PostAsync(Batch, Body(many), 400);
        var histories = await sandbox.PostAsync(
            Batch, new { propertiesWithHistory = new[] { "tier" }, inputs = many.Take(51).Select(id => new { id }) }, 400);

        Assert.Equal("VALIDATION_ERROR", error.GetProperty("category").GetString());
        Assert.Contains("100", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("for property histories is 50", histories.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", 400, "Invalid input JSON on line 1, column 2")]
    [InlineData("", 400, "Invalid input JSON on line 1, column 1")]
    [InlineData("[]", 400, "Invalid input JSON on line 1, column 1")]
    [InlineData("{}", 400, "Some required fields were not set: [inputs]")]
    [InlineData("""{"inputs":{}}""", 400, "an array is expected")]
    [InlineData("""{"inputs":[{}]}""", 400, "Some required fields were not set: [id]")]
    [InlineData("""{"inputs":[{"id":"\ud800"}]}""", 400, "Some required fields were not set: [id]")]
    [InlineData("""{"inputs":[],"properties":"email"}""", 400, "an array of names is expected")]
    [InlineData("""{"inputs":[],"idProperty":"lastname"}""", 400, "non-unique 0-1 property lastname")]
    public async Task A_body_that_is_wrong_is_400_and_says_why(string body, int status, string message)
    {
        using var response = await sandbox.Http.PostAsync(Batch, new StringContent(body, Encoding.UTF8, "application/json"));

        var error = await JsonAsync(response, status);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("error", error.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_by_its_type_is_415()
    {
        using var response = await sandbox.Http.PostAsync(Batch, new StringContent("{}", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_batch_of_a_hundred_takes_milliseconds()
    {
        var body = Body(Enumerable.Range(1, 100).Select(number => $"g{number:D7}"), "firstname", "tier", "cart", "recommended", "locale");
        await sandbox.PostAsync(Batch, body);
        var times = new List<double>();
        for (var turn = 0; turn < 20; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            await sandbox.PostAsync(Batch, body);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"fastest {times.Min():F2} ms");
        Assert.InRange(times.Min(), 0, 50);
    }

    private static object Body(IEnumerable<string> ids, params string[] properties) =>
        new { properties, inputs = ids.Select(id => new { id }) };
}
