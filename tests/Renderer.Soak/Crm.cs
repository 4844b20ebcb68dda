using System.Net.Http.Json;
using System.Text.Json;

namespace Renderer.Soak;

/// <summary>The sandbox, as far as the soak plays with it.</summary>
internal sealed class Crm(Cluster cluster) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = cluster.Sandbox, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Changes the first name, and waits for the event's first answer. True: it was 2xx.</summary>
    public async Task<bool> ChangeAsync(Someone person, CancellationToken stop)
    {
        await person.Turn.WaitAsync(stop);
        try
        {
            var version = person.Begin();
            using var answer = await http.PatchAsJsonAsync($"/sandbox/people/{person.Id}", new { firstname = person.Text(version) }, stop);
            var said = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
            var status = said.GetProperty("hook_status").GetInt32();
            if (status is < 200 or > 299 || said.TryGetProperty("hook_error", out _))
            {
                return false;
            }

            person.Confirm(version);
            return true;
        }
        finally
        {
            person.Turn.Release();
        }
    }

    public void Dispose() => http.Dispose();

    public async Task FaultAsync(object faults)
    {
        using var answer = await http.PostAsJsonAsync("/sandbox/faults", faults);
        answer.EnsureSuccessStatusCode();
    }
}
