using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Renderer.Benchmarks;

/// <summary>
/// HubSpot's contact reads over a file of people, for comparisons with servers that hold the same file: every property is a
/// string, as at HubSpot; lists and objects are JSON text.
/// </summary>
internal static class StandInCrm
{
    /// <param name="profiles">A JSON array of objects, each with an <c>id</c>.</param>
    /// <param name="url">Where to listen.</param>
    public static async Task RunAsync(string profiles, string url)
    {
        var people = Read(profiles);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapGet("/crm/v3/objects/contacts/{id}", (string id, string? properties) =>
            people.TryGetValue(id, out var person)
                ? Results.Json(Contact(id, person, properties?.Split(',') ?? []))
                : Results.Json(new { status = "error", category = "OBJECT_NOT_FOUND" }, statusCode: StatusCodes.Status404NotFound));
        app.MapPost("/crm/v3/objects/contacts/batch/read", (BatchRead asked) => Results.Json(new
        {
            status = "COMPLETE",
            results = asked.Inputs.Where(input => people.ContainsKey(input.Id))
                .Select(input => Contact(input.Id, people[input.Id], asked.Properties)).ToArray(),
        }));
        await app.RunAsync();
    }

    private static Dictionary<string, Dictionary<string, string?>> Read(string file)
    {
        using var all = JsonDocument.Parse(File.ReadAllBytes(file));
        return all.RootElement.EnumerateArray().ToDictionary(
            person => person.GetProperty("id").GetString()!,
            person => person.EnumerateObject().ToDictionary(member => member.Name, member => Text(member.Value)));
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static object Contact(string id, Dictionary<string, string?> person, IReadOnlyList<string> properties) => new
    {
        id,
        properties = properties.ToDictionary(name => name, person.GetValueOrDefault),
        createdAt = "2026-01-01T00:00:00.000Z",
        updatedAt = "2026-01-01T00:00:00.000Z",
        archived = false,
    };

    private sealed record BatchRead(IReadOnlyList<string> Properties, IReadOnlyList<BatchInput> Inputs);

    private sealed record BatchInput(string Id);
}
