using System.Net;
using System.Net.Http.Json;
using Renderer.ServerTests.Infrastructure;

namespace Renderer.ServerTests.Open;

/// <summary>A stage with a workspace whose mail has all there is to open.</summary>
internal static class OpenedStage
{
    public static Task<Stage> StartAsync(Dictionary<string, string>? node = null, string? workspace = null) =>
        Stage.StartAsync(workspace ?? Repository.Workspace("opened"), node);

    public static async Task AgreeAsync(this RendererNode node, string id, bool tracking = true, bool personalization = true)
    {
        using var put = await node.Http.PutAsJsonAsync($"/v1/consent/{id}", new { tracking, personalization });
        Xunit.Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    /// <summary>A header as it was sent; empty where it was not.</summary>
    public static string Raw(this HttpResponseMessage answer, string header) =>
        answer.Headers.NonValidated.TryGetValues(header, out var values) || answer.Content.Headers.NonValidated.TryGetValues(header, out values) ? values.ToString() : "";

    public static Task<HttpResponseMessage> HeadAsync(this HttpClient client, string path) => client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
}
