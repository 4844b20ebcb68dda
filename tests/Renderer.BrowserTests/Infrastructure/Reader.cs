using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Renderer.BrowserTests.Infrastructure;

/// <summary>Somebody who reads mails in Chromium: may ask one server, and the shop for its photographs; whatever else a page asks for is a fault.</summary>
internal sealed class Reader : IAsyncDisposable
{
    private static readonly string Look = new StreamReader(typeof(Reader).Assembly.GetManifestResourceStream("look.js")!).ReadToEnd();

    /// <summary>On a busy machine, too.</summary>
    private const float PatienceMs = 60_000;

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> asked = new();

    private Reader(IBrowserContext context) => this.context = context;

    /// <param name="browser">Where.</param>
    /// <param name="surroundings">In which surroundings.</param>
    /// <param name="server">The server whose mails they are.</param>
    public static async Task<Reader> SitDownAsync(IBrowser browser, Surroundings surroundings, string server)
    {
        var reader = new Reader(await browser.NewContextAsync(surroundings.Options));
        reader.context.SetDefaultTimeout(PatienceMs);
        await reader.context.RouteAsync(
            url => url.StartsWith("http", StringComparison.Ordinal) && !url.StartsWith(server + "/", StringComparison.Ordinal),
            async route =>
            {
                if (Shop.Has(route.Request.Url))
                {
                    await route.FulfillAsync(new() { ContentType = "image/svg+xml", Body = Shop.Photograph(route.Request.Url) });
                }
                else
                {
                    reader.asked.Enqueue(route.Request.Url);
                    await route.AbortAsync();
                }
            });
        return reader;
    }

    /// <summary>Opens a page, waits for all of its pictures, and says what is there.</summary>
    /// <param name="url">Of a server, or of a file.</param>
    /// <param name="picture">Where a picture of the page is put; null for none.</param>
    public async Task<Seen> OpenAsync(string url, string? picture = null)
    {
        var (faults, outcomes) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        var page = await context.NewPageAsync();
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
            {
                faults.Enqueue($"console: {said.Text}");
            }
        };
        page.PageError += (_, error) => faults.Enqueue($"script: {error}");
        page.RequestFailed += (_, request) => faults.Enqueue($"failed: {request.Url}: {request.Failure}");
        page.Response += (_, answer) =>
        {
            if (answer.Headers.TryGetValue("x-renderer-outcome", out var outcome))
            {
                outcomes.Enqueue(outcome);
            }

            if (answer.Status != 200)
            {
                faults.Enqueue($"{answer.Status}: {answer.Url}");
            }
        };
        await page.AddInitScriptAsync("addEventListener('securitypolicyviolation', it => console.error(`policy ${it.effectiveDirective}: ${it.blockedURI}`))");
        await page.GotoAsync(url, new() { WaitUntil = WaitUntilState.Load });
        var seen = (await page.EvaluateAsync<JsonElement?>(Look))!.Value;
        if (picture is not null)
        {
            await page.ScreenshotAsync(new() { Path = picture, FullPage = true });
        }

        await page.CloseAsync();
        while (asked.TryDequeue(out var outside))
        {
            faults.Enqueue($"outside: {outside}");
        }

        return new(
            seen.GetProperty("pictures").GetInt32(),
            [.. seen.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()!), .. faults],
            seen.GetProperty("text").GetString()!,
            outcomes);
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
