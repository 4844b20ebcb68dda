using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough;

/// <summary>A node with one vendor's API behind "mail", and that vendor as a host that takes everything.</summary>
internal sealed class VendorStage : IAsyncDisposable
{
    private VendorStage(EspHost host, Stage stage) => (Host, Stage) = (host, stage);

    public EspHost Host { get; }

    public Stage Stage { get; }

    /// <summary>The one request that came.</summary>
    public EspRequest Only => Assert.Single(Host.Came);

    /// <param name="type">Whose API it is.</param>
    /// <param name="answer">What the vendor says to a request, as JSON.</param>
    public static async Task<VendorStage> StartAsync(string type, Func<EspRequest, object> answer)
    {
        var host = await EspHost.StartAsync();
        host.Answer = (http, request) =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(JsonSerializer.Serialize(answer(request)));
        };
        return new VendorStage(host, await host.StageAsync(type: type));
    }

    /// <summary>Posts JSON below the connection.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    /// <summary>Posts a body below the connection.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var http = Stage.Node.Client(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/esp/mail" + path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    /// <summary>The test letter as it is rendered for one of the sandbox's people.</summary>
    public async Task<Letter> LetterAsync(int person)
    {
        var mail = await Stage.Node.RenderAsync("letter", new { recipient = new { email = Address(person) } });
        return new Letter(mail.Text("subject")!, mail.Text("html")!, mail.Text("text")!, await Stage.Node.Http.GetStringAsync($"/v1/render/letter?email={Address(person)}&block=hero"));
    }

    public static string Address(int person) => $"p{person:0000}@people.example";

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        await Host.DisposeAsync();
    }
}

/// <summary>What the test letter says to one person.</summary>
internal sealed record Letter(string Subject, string Html, string Text, string Hero);

/// <summary>Answers as a vendor's client reads them.</summary>
internal static class VendorAnswers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"expected {expected}, got {answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
