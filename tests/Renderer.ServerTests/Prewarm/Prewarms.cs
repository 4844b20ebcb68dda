using System.Net;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Prewarm;

/// <summary>Short ways to begin a prewarm and to look after it.</summary>
internal static class Prewarms
{
    public static string Lines(IEnumerable<string> ids) => string.Concat(ids.Select(id => $"{{\"id\":\"{id}\"}}\n"));

    public static async Task<JsonElement> PrewarmAsync(this RendererNode node, string lines, string template = "hello")
    {
        using var answer = await node.Http.PostTextAsync($"/v1/prewarm/{template}", lines, "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var job = await answer.JsonAsync();
        Assert.Equal($"/v1/jobs/{job.Text("id")}", answer.Headers.Location?.ToString());
        return job;
    }

    public static async Task<JsonElement> JobAsync(this RendererNode node, string id)
    {
        using var answer = await node.Http.GetAsync($"/v1/jobs/{id}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    /// <summary>Waits until a job is as it should be.</summary>
    public static async Task<JsonElement> UntilAsync(this RendererNode node, string id, Func<JsonElement, bool> isSo, int seconds = 60)
    {
        for (var tries = 0; ; tries++)
        {
            var job = await node.JobAsync(id);
            if (isSo(job))
            {
                return job;
            }

            Assert.True(tries < seconds * 20, $"after {seconds} s it is {job.GetRawText()}");
            await Task.Delay(50);
        }
    }

    public static Task<JsonElement> UntilDoneAsync(this RendererNode node, string id) =>
        node.UntilAsync(id, job => job.Text("state") is "done" or "failed" or "cancelled");

    public static long Count(this JsonElement job, string name) => job.GetProperty("progress").GetProperty(name).GetInt64();
}
