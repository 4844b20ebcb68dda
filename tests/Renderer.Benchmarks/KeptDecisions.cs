using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Renderer.Benchmarks;

/// <summary>Looks for the decisions of messages that were rendered under load: asked again for a person who would now be decided otherwise.</summary>
internal static class KeptDecisions
{
    private const int Most = 200;

    /// <param name="profiles">The people, a JSON array.</param>
    /// <param name="url">The server.</param>
    /// <param name="key">A key of role send.</param>
    /// <param name="messages">Lines of a person's id and a message's.</param>
    /// <returns>0 when every one was found.</returns>
    public static async Task<int> LookAsync(string profiles, string url, string key, string messages)
    {
        var segments = await SegmentsAsync(profiles);
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var (found, asked) = (0, 0);
        foreach (var line in (await File.ReadAllLinesAsync(messages)).Reverse().Take(Most))
        {
            var (person, message) = line.Split(' ') is [var first, var second] ? (first, second) : throw new InvalidDataException(messages);
            var was = VariantOf(segments[person]);
            var now = was == "new" ? "lapsed" : "new";
            asked++;
            found += await DecideAsync(client, person, message, now) == was && await DecideAsync(client, person, message + "-other", now) == now ? 1 : 0;
        }

        Console.WriteLine($"decisions found again at {url}: {found} of {asked} messages");
        return asked > 0 && found == asked ? 0 : 1;
    }

    private static async Task<string?> DecideAsync(HttpClient client, string person, string message, string segment)
    {
        using var answer = await client.PostAsJsonAsync(
            "/v1/render/email",
            new { recipient = new { id = person }, message_id = message, profile = new { segment }, parts = new[] { "html" } });
        using var body = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        return body.RootElement.GetProperty("decisions")[0].GetProperty("variant").GetString();
    }

    private static string VariantOf(string segment) => segment is "lapsed" or "new" or "loyal" ? segment : "default";

    private static async Task<Dictionary<string, string>> SegmentsAsync(string profiles)
    {
        using var all = JsonDocument.Parse(await File.ReadAllBytesAsync(profiles));
        return all.RootElement.EnumerateArray().ToDictionary(
            person => person.GetProperty("id").GetString()!, person => person.GetProperty("segment").GetString()!);
    }
}
