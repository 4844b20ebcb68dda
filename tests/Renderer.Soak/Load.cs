using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Renderer.Soak;

/// <summary>Renders, batches, changes and erasures, all judged.</summary>
internal sealed class Load(Cluster cluster, Crm crm, Oracle oracle, IReadOnlyList<Someone> people, bool patient) : IDisposable
{
    /// <summary>What a render may take, in ms.</summary>
    public const int BudgetMs = 400;

    private const int Grace = 100;

    // All workspaces have the same people, each by another CRM.
    private readonly HttpClient[] doors = [.. Cluster.Workspaces.Select(workspace => cluster.Client(cluster.Gateway, workspace))];
    private long turn;
    private readonly ConcurrentQueue<double> times = new();

    /// <summary>A node dies with what it is doing: who sent a batch through it sends it again.</summary>
    public long RepeatedBatches { get; private set; }

    /// <summary>Renders that came later than they may.</summary>
    public long Late { get; private set; }

    public long Changes { get; private set; }

    public long Refused { get; private set; }

    public long Erasures { get; private set; }

    /// <summary>Times of renders in ms.</summary>
    public double[] Times => [.. times.Order()];

    /// <summary>Asks for one person by the form that ESPs use.</summary>
    public async Task RenderAsync(Someone person, CancellationToken stop)
    {
        var asked = Asked.Now(person);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await Door().GetAsync($"/v1/render/who?email={person.Email}&format=json&budget_ms={BudgetMs}", stop);
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            times.Enqueue(took);
            var body = await answer.Content.ReadAsStringAsync(stop);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                oracle.Object("failed", $"{person.Id} {(int)answer.StatusCode} {body}");
                return;
            }

            if (took > BudgetMs + Grace)
            {
                Late++;
                if (!patient)
                {
                    oracle.Object("late", $"{person.Id} {took:0} ms, of which the node says {string.Concat(answer.Headers.TryGetValues("Server-Timing", out var said) ? said : [])}: {body[..Math.Min(90, body.Length)]} … {body[^Math.Min(160, body.Length)..]}");
                }
            }

            using var document = JsonDocument.Parse(body);
            oracle.Judge(asked, document.RootElement);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException || (error is OperationCanceledException && !stop.IsCancellationRequested))
        {
            oracle.Object("failed", $"{person.Id} {error.Message}");
        }
    }

    /// <summary>A batch of many; where it breaks off, what is missing is asked for again, as its sender would.</summary>
    public async Task BatchAsync(IReadOnlyList<Someone> recipients, CancellationToken stop)
    {
        var asked = recipients.Select(Asked.Now).ToList();
        for (var attempt = 0; asked.Count > 0; attempt++)
        {
            var got = await OnceAsync(asked, stop);
            if (got == asked.Count)
            {
                return;
            }

            if (attempt == 20)
            {
                oracle.Object("failed", $"a batch of {asked.Count} after {attempt} attempts");
                return;
            }

            RepeatedBatches++;
            asked = [.. asked.Skip(got).Select(one => Asked.Now(one.Person))];
            await Task.Delay(250, stop);
        }
    }

    /// <summary>Changes somebody; until the event is taken it is sent again, as CRMs do.</summary>
    public async Task ChangeAsync(Someone person, CancellationToken stop)
    {
        Changes++;
        while (!await crm.ChangeAsync(person, stop))
        {
            Refused++;
            await Task.Delay(500, stop);
        }
    }

    /// <summary>Changes somebody and erases what was before.</summary>
    public async Task EraseAsync(Someone person, CancellationToken stop)
    {
        var before = person.Started;
        await crm.ChangeAsync(person, stop);
        foreach (var door in doors)
        {
            using var answer = await door.DeleteAsync($"/v1/profiles?email={person.Email}", stop);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
            {
                return; // said plainly that it is not done
            }

            if (!answer.IsSuccessStatusCode)
            {
                oracle.Object("failed", $"erasing {person.Id}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stop)}");
                return;
            }
        }

        person.Forget(before);
        Erasures++;
    }

    public void Dispose() => Array.ForEach(doors, door => door.Dispose());

    public Someone Any(Random chance) => people[chance.Next(people.Count)];

    private HttpClient Door() => doors[Interlocked.Increment(ref turn) % doors.Length];

    private async Task<int> OnceAsync(List<Asked> asked, CancellationToken stop)
    {
        var lines = new StringBuilder();
        foreach (var one in asked)
        {
            lines.Append(JsonSerializer.Serialize(new { email = one.Person.Email })).Append('\n');
        }

        var got = 0;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/render/who/batch?budget_ms={BudgetMs}")
            {
                Content = new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson"),
            };
            using var answer = await Door().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (!answer.IsSuccessStatusCode)
            {
                return 0;
            }

            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(stop));
            while (got < asked.Count && await reader.ReadLineAsync(stop) is { } line)
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.TryGetProperty("error", out var error))
                {
                    oracle.Object("failed", $"line of a batch: {error}");
                }
                else
                {
                    oracle.Judge(asked[got], document.RootElement);
                }

                got++;
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException || (error is OperationCanceledException && !stop.IsCancellationRequested))
        {
        }

        return got;
    }
}
