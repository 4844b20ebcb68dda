using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.BrowserTests.Infrastructure;

/// <summary>A server with the templates as they are shipped, readers in all surroundings, and the mails that they were sent.</summary>
public sealed partial class Mailbox : IAsyncLifetime
{
    /// <summary>Where pictures of pages are put; nowhere unless this variable says.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("RENDERER_SCREENSHOTS");

    private readonly Chromium chromium = new();
    private readonly Dictionary<Surroundings, Reader> readers = [];
    private Stage? stage;

    /// <summary>The folder of the shipped templates.</summary>
    public static string Templates => Path.Combine(Repository.Root, "templates");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // The samples' baskets and countdowns are of these days.
        var clock = new ShiftedClock();
        clock.Advance(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero) - clock.GetUtcNow());
        stage = await Stage.StartAsync(Templates, clock: clock);
        await chromium.InitializeAsync();
        foreach (var surroundings in Surroundings.All)
        {
            readers[surroundings] = await Reader.SitDownAsync(chromium.Browser, surroundings, stage.Node.Url);
        }
    }

    /// <summary>Renders a template for one of its samples, as a message of its own.</summary>
    internal async Task<Mail> DeliverAsync(string template, string sample)
    {
        var name = $"{template}-{sample}";
        var body = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Templates, template, "samples", sample + ".json")))!.AsObject();
        (body["recipient"], body["message_id"]) = (new JsonObject { ["id"] = name }, name);
        (body["fetch"], body["budget_ms"]) = (false, 10_000);
        var answer = await stage!.Node.RenderAsync(template, body);
        var html = answer.Text("html")!;
        var file = Path.Combine(stage.Folder, name + ".html");
        await File.WriteAllTextAsync(file, html);
        return new Mail(name, "file://" + file, Web().Match(html).Groups[1].Value);
    }

    /// <summary>Opens a page of a mail.</summary>
    /// <param name="url">Which page.</param>
    /// <param name="surroundings">In which surroundings.</param>
    /// <param name="name">What a picture of it is called.</param>
    internal Task<Seen> OpenAsync(string url, Surroundings surroundings, string name) =>
        readers[surroundings].OpenAsync(url, Pictures is null ? null : Path.Combine(Repository.Root, Pictures, $"{name}-{surroundings.Name}.png"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var reader in readers.Values)
        {
            await reader.DisposeAsync();
        }

        await chromium.DisposeAsync();
        if (stage is not null)
        {
            await stage.DisposeAsync();
        }
    }

    [GeneratedRegex("href=\"([^\"]*/w/[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Web();
}

/// <summary>A mail that was delivered.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The address of what the mail client has.</param>
/// <param name="Web">The address of the web version.</param>
internal sealed record Mail(string Name, string File, string Web);
