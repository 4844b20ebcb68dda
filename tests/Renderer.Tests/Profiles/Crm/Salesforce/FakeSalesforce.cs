using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Salesforce;

/// <summary>Salesforce on a real Kestrel, with the answers that a test gives it.</summary>
internal sealed class FakeSalesforce : IAsyncDisposable
{
    private readonly WebApplication app;
    private int tokens;

    private FakeSalesforce(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.First());

    /// <summary>What is answered to an API call, by method, decoded target and body.</summary>
    public Func<HttpContext, SalesforceCall, Task> Answer { get; set; } = (context, _) => SayAsync(context, 500, "[]");

    /// <summary>What is answered to a token request; the token's number from 1.</summary>
    public Func<HttpContext, int, Task> Token { get; set; } = (context, number) => SayAsync(
        context, 200, $$"""{"access_token":"00D!{{number}}","instance_url":"http://{{context.Request.Host}}","token_type":"Bearer","issued_at":"1638469355000"}""");

    public ConcurrentQueue<SalesforceCall> Calls { get; } = new();

    public int Tokens => Volatile.Read(ref tokens);

    public LinesLogger Log { get; } = new();

    public static async Task<FakeSalesforce> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestLineSize = 16 * 1024);
        var fake = new FakeSalesforce(builder.Build());
        fake.app.MapPost("/services/oauth2/token", context => fake.Token(context, Interlocked.Increment(ref fake.tokens)));
        fake.app.Map("/services/data/{**path}", fake.HandleAsync);
        await fake.app.StartAsync();
        return fake;
    }

    public ICrmConnection Connect(Func<ConnectionSettings, ConnectionSettings>? change = null, TimeProvider? clock = null)
    {
        var plain = new ConnectionSettings
        {
            Name = "crm",
            Type = "salesforce",
            BaseUrl = Url,
            ClientId = "client",
            ClientSecret = new Secret("secret"),
            AttemptTimeout = TimeSpan.FromSeconds(20),
            Attributes = new Dictionary<string, AttributeMapping>
            {
                ["first_name"] = new("FirstName"), ["tier"] = new("Tier__c"), ["company"] = new("Account.Name"),
            },
            Lookups = new Dictionary<string, string> { ["customer_number"] = "Customer_Number__c" },
        };
        var (connection, fault) = CrmConnections.Create(
            WorkspaceName.Default, change is null ? plain : change(plain), Connecting.Loopback, clock ?? TimeProvider.System, Log);
        Assert.Null(fault);
        return connection!;
    }

    public static Task SayAsync(HttpContext context, int status, string body) => FakeHubSpot.AnswerAsync(context, status, body);

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
        Log.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var target = Uri.UnescapeDataString(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var call = new SalesforceCall(context.Request.Method, target, await reader.ReadToEndAsync(), context.Request.Headers.Authorization.ToString());
        Calls.Enqueue(call);
        await Answer(context, call);
    }
}

/// <summary>A call that the fake saw.</summary>
internal sealed record SalesforceCall(string Method, string Target, string Body, string Authorization)
{
    /// <summary>The fields that were asked for.</summary>
    public string Fields => Target.Contains("fields=", StringComparison.Ordinal) ? Target.Split("fields=")[1]
        : Target.Contains("SELECT ", StringComparison.Ordinal) ? Target.Split("SELECT ")[1].Split(" FROM ")[0]
        : Body;
}
