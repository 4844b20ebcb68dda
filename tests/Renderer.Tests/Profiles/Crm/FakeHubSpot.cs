using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>HubSpot as far as we call it, on a real Kestrel: people, tokens, and whatever fault a test needs.</summary>
internal sealed class FakeHubSpot : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, bool> validTokens = new();
    private int tokenRequests;

    private FakeHubSpot(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.First());

    /// <summary>Properties by contact id.</summary>
    public ConcurrentDictionary<string, Dictionary<string, string?>> People { get; } = new();

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public ConcurrentQueue<SeenRequest> TokenForms { get; } = new();

    /// <summary>Answers API requests instead of the fake; true when it did.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>The same before the token endpoint.</summary>
    public Func<HttpContext, Task<bool>>? TokenFault { get; set; }

    public int? TokenLife { get; set; } = 1800;

    public int TokenRequests => Volatile.Read(ref tokenRequests);

    public int Reads => Requests.Count;

    public static async Task<FakeHubSpot> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeHubSpot(builder.Build());
        fake.app.MapPost("/oauth/2026-03/token", fake.TokenAsync);
        fake.app.MapGet("/crm/v3/objects/contacts/{id}", fake.ReadAsync);
        fake.app.MapPost("/crm/v3/objects/contacts/batch/read", fake.ReadManyAsync);
        await fake.app.StartAsync();
        return fake;
    }

    public FakeHubSpot With(string id, params (string Property, string? Value)[] properties)
    {
        People[id] = properties.ToDictionary(pair => pair.Property, pair => pair.Value);
        return this;
    }

    public void RevokeTokens() => validTokens.Clear();

    public async ValueTask DisposeAsync()
    {
        Fault = null;
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }

    private async Task TokenAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref tokenRequests);
        var form = await context.Request.ReadFormAsync();
        TokenForms.Enqueue(new SeenRequest(
            "POST", string.Join('&', form.OrderBy(field => field.Key).Select(field => $"{field.Key}={field.Value}")), context.Request.Headers.Authorization));
        if (TokenFault is { } fault && await fault(context))
        {
            return;
        }

        var token = $"token-{number}";
        validTokens[token] = true;
        var reply = new JsonObject { ["access_token"] = token, ["token_type"] = "bearer" };
        if (TokenLife is { } life)
        {
            reply["expires_in"] = life;
        }

        await AnswerAsync(context, 200, reply.ToJsonString());
    }

    private async Task ReadAsync(HttpContext context, string id)
    {
        if (!await AdmitAsync(context))
        {
            return;
        }

        var contact = Find(id, context.Request.Query["idProperty"], [.. context.Request.Query["properties"].OfType<string>()]);
        await (contact is null
            ? AnswerAsync(context, 404, """{"status":"error","message":"resource not found","correlationId":"c"}""")
            : AnswerAsync(context, 200, contact.ToJsonString()));
    }

    private async Task ReadManyAsync(HttpContext context)
    {
        if (!await AdmitAsync(context))
        {
            return;
        }

        var question = (await JsonNode.ParseAsync(context.Request.Body))!;
        var properties = question["properties"]!.AsArray().Select(node => (string)node!).ToArray();
        var ids = question["inputs"]!.AsArray().Select(node => (string)node!["id"]!).ToArray();
        var found = ids.Select(id => (id, contact: Find(id, (string?)question["idProperty"], properties))).ToArray();
        var missing = found.Where(pair => pair.contact is null).Select(pair => JsonValue.Create(pair.id)).ToArray<JsonNode?>();
        var answer = new JsonObject
        {
            ["status"] = "COMPLETE",
            ["results"] = new JsonArray([.. found.Where(pair => pair.contact is not null).Select(pair => pair.contact).Reverse()]),
        };
        if (missing.Length > 0)
        {
            answer["numErrors"] = 1;
            answer["errors"] = new JsonArray(new JsonObject
            {
                ["status"] = "error",
                ["category"] = "OBJECT_NOT_FOUND",
                ["context"] = new JsonObject { ["ids"] = new JsonArray(missing) },
            });
        }

        await AnswerAsync(context, missing.Length > 0 ? 207 : 200, answer.ToJsonString());
    }

    private async Task<bool> AdmitAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        Requests.Enqueue(new SeenRequest(context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, authorization));
        if (Fault is { } fault && await fault(context))
        {
            return false;
        }

        if (authorization == "Bearer pat-static" || validTokens.ContainsKey(authorization.Replace("Bearer ", "", StringComparison.Ordinal)))
        {
            return true;
        }

        await AnswerAsync(context, 401, """{"status":"error","message":"The OAuth token used to make this call expired 75 second(s) ago.","category":"EXPIRED_AUTHENTICATION"}""");
        return false;
    }

    private JsonObject? Find(string id, string? idProperty, string[] properties)
    {
        var person = idProperty is null
            ? People.TryGetValue(id, out var known) ? (id, known) : default
            : People.Where(pair => string.Equals(pair.Value.GetValueOrDefault(idProperty), id, StringComparison.OrdinalIgnoreCase))
                .Select(pair => (pair.Key, pair.Value)).FirstOrDefault();
        return person.Item1 is null ? null : new JsonObject
        {
            ["id"] = person.Item1,
            ["properties"] = new JsonObject(properties.Where(person.Item2.ContainsKey)
                .Select(name => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(person.Item2[name])))),
            ["createdAt"] = "2024-01-01T00:00:00.000Z",
            ["archived"] = false,
        };
    }

    public static async Task<bool> AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json;charset=utf-8";
        await context.Response.WriteAsync(body);
        return true;
    }
}

/// <summary>A request that the fake saw.</summary>
internal sealed record SeenRequest(string Method, string Target, string? Authorization);
