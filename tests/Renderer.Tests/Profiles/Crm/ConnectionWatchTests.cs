using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>Nobody is named in a log, a trace or a metric, whatever happens.</summary>
public sealed class ConnectionWatchTests : IAsyncLifetime
{
    private static readonly string[] Canaries = ["canary-id", "canary@x.example", "canary%40x", "Canary Ann", "canary-secret", "token-", "M-canary"];

    private readonly LinesLogger log = new();
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = (await FakeHubSpot.StartAsync())
        .With("canary-id", ("email", "canary@x.example"), ("firstname", "Canary Ann"), ("member_no", "M-canary"));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task No_sink_ever_names_a_person_or_a_token()
    {
        var told = new ConcurrentQueue<string>();
        using var traces = ListenToTraces(told);
        using var metrics = ListenToMetrics(told);

        await LiveAsync();

        Assert.Contains(told, line => line.StartsWith("crm read ", StringComparison.Ordinal) && line.Contains("renderer.crm.result=crm_error", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("renderer.crm.read.duration ", StringComparison.Ordinal) && line.Contains("result=ok", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("renderer.crm.token_requests ", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("renderer.crm.circuit_open ", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("renderer.crm.paused_until ", StringComparison.Ordinal));
        Assert.NotEmpty(log.Lines);
        Assert.All(told.Concat(log.Lines), line => Assert.DoesNotContain(Canaries, canary => line.Contains(canary, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_lasting_refusal_is_logged_once()
    {
        await using var connection = host.Connect(logs: log);
        host.Fault = Faults.Status(403);

        for (var i = 0; i < 20; i++)
        {
            await connection.ReadAsync(Identifier.Id("canary-id"));
        }

        Assert.Matches("Connection crm of workspace default.*403.*scope", Assert.Single(log.Lines, line => line.Contains("403", StringComparison.Ordinal)));
    }

    private async Task LiveAsync()
    {
        await using var connection = host.Connect(
            settings => settings with { ClientSecret = new Secret("canary-secret"), Lookups = new Dictionary<string, string> { ["member"] = "member_no" } }, logs: log);
        Func<HttpContext, Task<bool>>?[] faults =
        [
            null, Faults.Status(400), Faults.Status(403),
            context => FakeHubSpot.AnswerAsync(context, 200, """{"id":"canary-id2","properties":{"email":"canary@x.example2","firstname":"Canary Ann"}}"""),
            Faults.Limited(null, """{"message":"canary@x.example"}"""),
            Faults.Status(401), Faults.ResetAsync, Faults.CutAsync, Faults.BreakOffAsync,
            .. Enumerable.Repeat(Faults.Status(503), 4),
        ];
        foreach (var fault in faults)
        {
            host.Fault = fault;
            await connection.ReadAsync(Identifier.Id("canary-id"), budget: 400);
            await connection.ReadAsync(Identifier.Email("canary@x.example"), budget: 400);
            await connection.ReadAsync(new Identifier("member", "M-canary"), budget: 400);
            await connection.ReadManyAsync([Identifier.Id("canary-id"), Identifier.Id("canary-id3")], budget: 400);
            await Task.Delay(fault == faults[4] ? 550 : fault == faults[2] || fault == faults[5] ? 450 : 0); // the pause of a 429, the rest after a refusal
        }

        host.TokenFault = context => FakeHubSpot.AnswerAsync(context, 400, """{"error":"canary-secret","error_description":"canary-secret"}""");
        host.RevokeTokens();
        await Task.Delay(600);
        host.Fault = null;
        await connection.ReadAsync(Identifier.Id("canary-id"));
        connection.ReadHook(new HookDelivery("POST", "https://r.example/?canary@x.example", new HeaderDictionary(), Encoding.UTF8.GetBytes("canary-id")));
    }

    private static ActivityListener ListenToTraces(ConcurrentQueue<string> told)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                // Kestrel's own requests belong to the fake; the outgoing ones are ours.
                if (activity.Kind != ActivityKind.Server)
                {
                    told.Enqueue($"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener ListenToMetrics(ConcurrentQueue<string> told)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (!instrument.Meter.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => told.Enqueue(Line(instrument, tags)));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => told.Enqueue(Line(instrument, tags)));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => told.Enqueue(Line(instrument, tags)));
        listener.Start();
        return listener;
    }

    private static string Line(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = new StringBuilder(instrument.Name);
        foreach (var (key, value) in tags)
        {
            line.Append(' ').Append(key).Append('=').Append(value);
        }

        return line.ToString();
    }
}
