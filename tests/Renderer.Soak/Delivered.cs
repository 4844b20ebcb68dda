using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Renderer.Soak;

/// <summary>A mail that was delivered: its links, and what its render decided.</summary>
internal sealed partial class Delivered
{
    /// <summary>What is opened, pictures twice as often.</summary>
    public static readonly string[] Kinds = ["picture", "picture", "click", "web", "amp", "consent", "pixel"];

    public static readonly string[] Slots = ["sent", "first", "click", "always"];

    private static readonly Dictionary<SKColor, string> Colors = new() { [SKColors.Red] = "red", [SKColors.Lime] = "green", [SKColors.Blue] = "blue" };

    /// <summary>Whose mails may ask for AMP data, by workspace.yaml.</summary>
    private const string Sender = "soak@people.example";

    private readonly Dictionary<string, (string Image, string Click, string Amp)> slots;
    private readonly string web;
    private readonly string consent;
    private readonly string pixel;

    private Delivered(Dictionary<string, string> sent, Dictionary<string, (string Image, string Click, string Amp)> slots, string html)
    {
        (Sent, this.slots) = (sent, slots);
        (web, consent, pixel) = (Path(Web().Match(html).Groups[1].Value), Path(Consent().Match(html).Groups[1].Value), Path(Pixel().Match(html).Groups[1].Value));
    }

    /// <summary>What the answer of the render decided, by slot.</summary>
    public IReadOnlyDictionary<string, string> Sent { get; }

    public static async Task<Delivered> SendAsync(HttpClient node, Someone person, string message, CancellationToken stop)
    {
        using var answer = await node.PostAsJsonAsync("/v1/render/opened", new { recipient = new { id = person.Id }, message_id = message, parts = (string[])["html", "amp"], budget_ms = 5000 }, stop);
        var mail = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        if (mail.GetProperty("outcome").GetString() is not ("live" or "stale"))
        {
            throw new InvalidOperationException($"The mail fell: {mail.GetProperty("decisions")} {mail.GetProperty("profile")}");
        }

        var html = mail.GetProperty("html").GetString()!;
        var clicks = Clicks().Matches(html).Select(match => Path(match.Groups[1].Value)).ToList();
        var images = Images().Matches(html).Select(match => Path(match.Groups[1].Value)).ToList();
        var lists = Lists().Matches(mail.GetProperty("amp").GetString() ?? "").Select(match => Path(match.Groups[1].Value)).ToList();
        if (lists.Count != Slots.Length)
        {
            throw new InvalidOperationException($"The mail has {lists.Count} AMP lists: {mail.GetProperty("amp")}");
        }

        var decided = mail.GetProperty("decisions").EnumerateArray().ToDictionary(each => each.GetProperty("block").GetString()!, each => each.GetProperty("variant").GetString() is "default" or null ? "blue" : each.GetProperty("variant").GetString()!);
        return new Delivered(decided, Slots.Select((slot, i) => (slot, (images[i], clicks[i], lists[i]))).ToDictionary(pair => pair.slot, pair => pair.Item2), html);
    }

    /// <summary>The colour of the picture; null and why where there is none.</summary>
    public async Task<Seen> LookAsync(HttpClient node, string slot, CancellationToken stop)
    {
        using var answer = await node.GetAsync(slots[slot].Image, stop);
        return answer.StatusCode != HttpStatusCode.OK ? new(null, $"{(int)answer.StatusCode}", false) : ColorOf(await answer.Content.ReadAsByteArrayAsync(stop), IsFallback(answer));
    }

    /// <summary>The colour that a click leads to.</summary>
    public async Task<Seen> ClickAsync(HttpClient node, string slot, CancellationToken stop)
    {
        using var answer = await node.GetAsync(slots[slot].Click, stop);
        return answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location is { Host: "shop.example" } to && to.Query.Contains("utm_source=soak", StringComparison.Ordinal)
            ? new(to.AbsolutePath.Split('/')[^1], "", IsFallback(answer))
            : new(null, $"{(int)answer.StatusCode} to {answer.Headers.Location}", false);
    }

    /// <summary>The colour that an AMP list names; none where its list is that of nothing.</summary>
    public async Task<Seen> AskAsync(HttpClient node, string slot, CancellationToken stop)
    {
        using var answer = await node.SendAsync(List(slots[slot].Amp), stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        return answer.StatusCode != HttpStatusCode.OK || ItemsOf(text) is not { } items ? new(null, $"{(int)answer.StatusCode} {text}", false)
            : items.GetArrayLength() == 0 ? new(null, "a list of nothing", IsFallback(answer), IsEmpty: IsFallback(answer))
            : new(items[0].GetProperty("color").GetString(), "", IsFallback(answer));
    }

    /// <summary>The colours that the web version's alternative texts name, by slot.</summary>
    public async Task<(IReadOnlyDictionary<string, string>? Colors, string Why, bool IsFallback)> BrowseAsync(HttpClient node, CancellationToken stop)
    {
        using var answer = await node.GetAsync(web, stop);
        var html = await answer.Content.ReadAsStringAsync(stop);
        var alts = Alts().Matches(html).Select(match => match.Groups[1].Value).ToList();
        return answer.StatusCode == HttpStatusCode.OK && alts.Count == Slots.Length
            ? (Slots.Zip(alts).ToDictionary(pair => pair.First, pair => pair.Second), "", IsFallback(answer))
            : (null, $"{(int)answer.StatusCode} {html[..Math.Min(300, html.Length)]}", answer.StatusCode == HttpStatusCode.OK && IsFallback(answer));
    }

    /// <summary>Opens something and says what is wrong with the answer, whatever it shows; null when nothing is.</summary>
    public async Task<string?> FaultOfAsync(HttpClient node, string kind, CancellationToken stop)
    {
        var slot = Slots[Random.Shared.Next(Slots.Length)];
        try
        {
            using var answer = await (kind == "amp" ? node.SendAsync(List(slots[slot].Amp), stop)
                : node.GetAsync(kind switch { "picture" => slots[slot].Image, "click" => slots[slot].Click, "web" => web, "consent" => consent, _ => pixel }, stop));
            var body = await answer.Content.ReadAsByteArrayAsync(stop);
            return kind switch
            {
                "click" => answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location?.Host == "shop.example",
                "picture" or "pixel" => answer.StatusCode == HttpStatusCode.OK && SKBitmap.DecodeBounds(body) is { Width: > 0 },
                "amp" => answer.StatusCode == HttpStatusCode.OK && ItemsOf(System.Text.Encoding.UTF8.GetString(body)) is not null,
                _ => answer.StatusCode == HttpStatusCode.OK && body.Length > 100,
            }
                ? null
                : $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType} {body.Length} bytes {answer.Headers.Location}";
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return error.Message;
        }
    }

    private static HttpRequestMessage List(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("AMP-Email-Sender", Sender);
        return request;
    }

    private static JsonElement? ItemsOf(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text).TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array ? items : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Seen ColorOf(byte[] picture, bool isFallback)
    {
        using var bitmap = SKBitmap.Decode(picture);
        return bitmap is null ? new(null, $"no picture in {picture.Length} bytes", isFallback)
            : Colors.TryGetValue(bitmap.GetPixel(1, 1), out var color) ? new(color, "", isFallback)
            : new(null, $"a colour of nobody's, {bitmap.GetPixel(1, 1)}", isFallback);
    }

    /// <summary>How often which door answered what.</summary>
    public static ConcurrentDictionary<string, int> Outcomes { get; } = new();

    // What nobody decided: the person could not be asked for in time. A page that is made again, since its record is not to be had yet, shows what was decided.
    private static bool IsFallback(HttpResponseMessage answer)
    {
        var outcome = answer.Headers.GetValues("X-Renderer-Outcome").Single();
        Outcomes.AddOrUpdate($"{answer.RequestMessage!.RequestUri!.Segments[1]} {outcome}", 1, (_, count) => count + 1);
        return outcome == "static" || (outcome == "default" && answer.RequestMessage.RequestUri.Segments[1] != "w/");
    }

    // Links name the address of the deployment; each node is to answer.
    private static string Path(string address) => new Uri(WebUtility.HtmlDecode(address)).PathAndQuery;

    [GeneratedRegex("<img[^>]* src=\"([^\"]*/i/[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Images();

    [GeneratedRegex("href=\"([^\"]*/c/[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Clicks();

    [GeneratedRegex("href=\"([^\"]*/w/[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Web();

    [GeneratedRegex("href=\"([^\"]*/u/[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Consent();

    [GeneratedRegex("src=\"([^\"]*/o/[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Pixel();

    [GeneratedRegex("<amp-list src=\"([^\"]*/a/[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Lists();

    [GeneratedRegex("<img[^>]* alt=\"(red|green|blue)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Alts();
}

/// <summary>What somebody saw, or why nothing was.</summary>
/// <param name="Color">The variant's colour.</param>
/// <param name="Why">Why there is none.</param>
/// <param name="IsFallback">Nobody decided it.</param>
/// <param name="IsEmpty">It is a list whose fallback is that of nothing.</param>
internal readonly record struct Seen(string? Color, string Why, bool IsFallback, bool IsEmpty = false);
