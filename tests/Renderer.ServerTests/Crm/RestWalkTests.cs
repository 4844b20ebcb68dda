using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Crm;

/// <summary>An API of one's own, from its declaration to a mail, and its hook to the next one.</summary>
public sealed class RestWalkTests : IAsyncLifetime
{
    private const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly ConcurrentDictionary<string, string> names = new(new Dictionary<string, string> { ["7"] = "Ann" });
    private readonly ConcurrentQueue<string> asked = new();
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-rest-").FullName;
    private WebApplication crm = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        crm = builder.Build();
        crm.Run(AnswerAsync);
        await crm.StartAsync();
        Write("workspace.yaml", """
            connections:
              own:
                type: rest
                base_url: ${env:OWN_URL}
                access_token: ${env:OWN_TOKEN}
                one:
                  id: {url: "/people/{id}", person: person}
                  email: {url: "/people", query: {email: "{email}"}, person: people}
                many:
                  id: {url: /people/find, body: {ids: "{values}"}, items: people, max: 50}
                person: {attributes: fields}
                attributes: {first_name: name.first, tier: tier}
                settle: 0s
                hook: {scheme: standard}
                hook_secret: ${env:OWN_HOOK}
            """);
        Write("hello/template.yaml", "subject: \"Hello {{ profile.first_name }}\"\ndefaults: {first_name: friend}\n");
        Write("hello/body.html", "<p>{{ profile.first_name }}, {{ profile.tier }}</p>\n");
    }

    public async ValueTask DisposeAsync()
    {
        await crm.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_declared_api_renders_a_mail_and_its_hook_shows_in_the_next()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(folder, Settings(redis));
        Assert.DoesNotContain(stage.Node.Logs.Lines, line => line.Contains("workspace.yaml", StringComparison.Ordinal));

        foreach (var recipient in new object[] { new { id = "7" }, new { email = "P7@people.example" } })
        {
            var mail = await stage.Node.RenderAsync("hello", new { recipient, budget_ms = 5000 });
            Assert.Equal(("live", "Hello Ann"), (mail.Text("outcome"), mail.Text("subject")));
            Assert.Equal("<p>Ann, gold</p>\n", mail.Text("html"));
        }

        names["7"] = "Zoe";
        Assert.Equal("Hello Ann", (await stage.Node.HelloAsync("7", 5000)).Text("subject")); // nobody has said so yet
        Assert.Equal(HttpStatusCode.NoContent, await HookAsync(stage.Node, "msg_1", "name.first"));
        await ShowsAsync(stage.Node, "Hello Zoe");
    }

    [Fact]
    public async Task The_same_delivery_again_is_answered_and_marks_nothing_on_any_node()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var stage = await Stage.StartAsync(folder, Settings(redis));
        var other = await stage.AddNodeAsync(workspace: folder, settings: Settings(redis));
        await stage.Node.HelloAsync("7", 5000);
        names["7"] = "Zoe";
        Assert.Equal(HttpStatusCode.NoContent, await HookAsync(stage.Node, "msg_1", "name"));
        await ShowsAsync(stage.Node, "Hello Zoe");
        asked.Clear();

        Assert.Equal(HttpStatusCode.NoContent, await HookAsync(stage.Node, "msg_1", "name"));
        Assert.Equal(HttpStatusCode.NoContent, await HookAsync(other, "msg_1", "name"));
        await stage.Node.HelloAsync("7", 5000);
        Assert.Empty(asked);

        names["7"] = "Ida";
        Assert.Equal(HttpStatusCode.NoContent, await HookAsync(other, "msg_2", "name"));
        await ShowsAsync(stage.Node, "Hello Ida");
    }

    [Fact]
    public async Task A_forged_or_old_delivery_is_refused_and_marks_nothing()
    {
        await using var stage = await Stage.StartAsync(folder, Settings(null));
        await stage.Node.HelloAsync("7", 5000);
        asked.Clear();

        Assert.Equal(HttpStatusCode.Unauthorized, await HookAsync(stage.Node, "msg_1", "name", secret: "C2FVsBQIhrscChlQIMV+b5sSYspob7oD"));
        Assert.Equal(HttpStatusCode.Unauthorized, await HookAsync(stage.Node, "msg_1", "name", age: TimeSpan.FromMinutes(6)));
        await stage.Node.HelloAsync("7", 5000);
        Assert.Empty(asked);
    }

    private Dictionary<string, string> Settings(RedisServer? redis)
    {
        var settings = new Dictionary<string, string> { ["!OWN_URL"] = crm.Urls.First(), ["!OWN_TOKEN"] = "tok", ["!OWN_HOOK"] = $"whsec_{Secret}" };
        if (redis is not null)
        {
            settings["Redis"] = redis.ConnectionString;
        }

        return settings;
    }

    private static async Task<HttpStatusCode> HookAsync(RendererNode node, string id, string field, string secret = Secret, TimeSpan age = default)
    {
        var body = $$$"""{"type":"profile.changed","data":{"ids":{"id":"7","email":"p7@people.example"},"fields":["{{{field}}}"]}}""";
        var time = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Convert.FromBase64String(secret), Encoding.UTF8.GetBytes($"{id}.{time}.{body}"));
        using var client = node.Client(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/default/own") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(mac)}");
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task ShowsAsync(RendererNode node, string subject)
    {
        var watch = Stopwatch.StartNew();
        var mail = await node.HelloAsync("7", 5000);
        while (mail.Text("subject") != subject && watch.Elapsed < TimeSpan.FromSeconds(1))
        {
            mail = await node.HelloAsync("7", 5000);
        }

        Assert.Equal(("live", subject), (mail.Text("outcome"), mail.Text("subject")));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        asked.Enqueue(context.Request.Path);
        if (context.Request.Headers.Authorization != "Bearer tok")
        {
            context.Response.StatusCode = 401;
            return;
        }

        var email = context.Request.Query["email"].ToString();
        JsonObject? answer = context.Request.Path.Value switch
        {
            "/people" => new() { ["people"] = new JsonArray([.. names.Keys.Where(id => email == $"p{id}@people.example").Select(Person)]) },
            "/people/find" => new()
            {
                ["people"] = new JsonArray([.. (await JsonNode.ParseAsync(context.Request.Body))!["ids"]!.AsArray().Select(id => (string)id!).Where(names.ContainsKey).Select(Person)]),
            },
            var path when names.ContainsKey(path!.Split('/')[^1]) => new() { ["person"] = Person(path.Split('/')[^1]) },
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 404 : 200;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer?.ToJsonString() ?? "{}");
    }

    private JsonObject Person(string id) => new()
    {
        ["id"] = int.Parse(id, CultureInfo.InvariantCulture),
        ["email"] = $"p{id}@people.example",
        ["fields"] = new JsonObject { ["name"] = new JsonObject { ["first"] = names[id] }, ["tier"] = "gold" },
    };

    private void Write(string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
