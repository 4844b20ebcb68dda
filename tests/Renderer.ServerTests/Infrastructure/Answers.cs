using System.Net;
using System.Text;
using System.Text.Json;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>Short ways to ask and to read an answer.</summary>
internal static class Answers
{
    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient http, string path, string body, string type = "application/json") =>
        http.PostAsync(path, new StringContent(body, Encoding.UTF8, type));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

    /// <summary>Expects a problem of this status and code, with a detail that says something.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Xunit.Assert.True(answer.StatusCode == status, $"expected {status}, got {answer.StatusCode}: {text}");
        Xunit.Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Xunit.Assert.Equal(code, problem.Text("code"));
        Xunit.Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Xunit.Assert.True(problem.Text("detail")!.Length > 10, "the detail must say what to do");
        Xunit.Assert.DoesNotContain(" at Renderer.", text, StringComparison.Ordinal);
        return problem;
    }

    public static string? Text(this JsonElement value, string name) => value.GetProperty(name).GetString();
}
