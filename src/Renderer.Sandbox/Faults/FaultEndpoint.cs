using System.Text.Json;
using System.Text.Json.Serialization;
using Renderer.Sandbox.Play;

namespace Renderer.Sandbox.Faults;

/// <summary><c>/sandbox/faults</c>: makes things go wrong, and right again.</summary>
internal static class FaultEndpoint
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        AllowDuplicateProperties = false,
    };

    private static readonly string[] Members =
        ["hang", "status", "retry_after", "latency_ms", "truncate", "reset", "lose_answer", "token_status", "revoke_tokens", "read_lag_ms", "share", "route"];

    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        var board = routes.ServiceProvider.GetRequiredService<FaultBoard>();
        routes.MapGet("/sandbox/faults", context => ShowAsync(context, board));
        routes.MapPost("/sandbox/faults", context => ReplaceAsync(context, board));
        routes.MapDelete("/sandbox/faults", context =>
        {
            board.Replace([]);
            return ShowAsync(context, board);
        });
    }

    private static async Task ReplaceAsync(HttpContext context, FaultBoard board)
    {
        var (document, problem) = await PlayBody.ReadAsync(context.Request);
        using var body = document;
        var faults = new List<Fault>();
        problem ??= Read(body!.RootElement, faults);
        if (problem is not null)
        {
            await problem.WriteAsync(context);
            return;
        }

        board.Replace(faults);
        await ShowAsync(context, board);
    }

    private static Problem? Read(JsonElement body, List<Fault> faults)
    {
        JsonElement[] items = body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray()] : [body];
        foreach (var item in items)
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                return Problem.Parameter("Send a fault as an object, several as a list of objects, {} to heal.");
            }

            if (item.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !Members.Contains(name)) is { } unknown)
            {
                return Problem.Unknown(unknown, Members);
            }

            try
            {
                faults.Add(item.Deserialize<Fault>(Options)!);
            }
            catch (JsonException error)
            {
                return Problem.Parameter($"{error.Path?.TrimStart('$', '.')} has a value of the wrong type, or stands there twice.");
            }

            if (faults[^1].Complaint() is { } complaint)
            {
                return Problem.Parameter(complaint);
            }
        }

        return null;
    }

    // A list, whatever was sent: [] when all is well.
    private static Task ShowAsync(HttpContext context, FaultBoard board) =>
        context.Response.WriteJsonAsync(200, writer => JsonSerializer.Serialize(writer, board.Current, Options));
}
