using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

/// <summary>A sandbox whose ESPs a test calls.</summary>
internal static class EspSandbox
{
    public const string Key = "SG.sandbox-secret";

    /// <summary>Posts JSON with the headers given, and wants a status.</summary>
    public static async Task<(JsonElement Body, HttpResponseMessage Response)> CallAsync(
        this RunningSandbox sandbox, string path, string json, int status, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await sandbox.CallAsync(request, status);
    }

    public static async Task<(JsonElement Body, HttpResponseMessage Response)> CallAsync(this RunningSandbox sandbox, HttpRequestMessage request, int status)
    {
        var response = await sandbox.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        return (text.StartsWith('{') || text.StartsWith('[') ? JsonDocument.Parse(text).RootElement : JsonSerializer.SerializeToElement(text), response);
    }

    /// <summary>The mails that were taken, in order.</summary>
    public static async Task<JsonElement[]> MailsAsync(this RunningSandbox sandbox, string query = "") =>
        [.. (await sandbox.GetAsync("/sandbox/outbox" + query)).GetProperty("mails").EnumerateArray()];

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>A member of the first error of a list of errors.</summary>
    public static string? FirstError(this JsonElement body, string name) => body.GetProperty("errors")[0].GetProperty(name).GetString();
}
