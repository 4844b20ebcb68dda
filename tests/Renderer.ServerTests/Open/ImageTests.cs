using System.Net;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>Contract section 3: <c>GET|HEAD /i/{token}.png|.gif|.jpg</c>.</summary>
public sealed class ImageTests
{
    private const string Revalidate = "no-cache, max-age=0, must-revalidate, private";

    [Fact]
    public async Task Each_format_is_what_its_headers_say_and_comes_without_a_cookie_or_a_redirect()
    {
        await using var stage = await OpenedStage.StartAsync();
        using var client = new Mint(stage.Node).Client();
        var letter = await Letter.SendAsync(stage.Node, "p0001");
        foreach (var (slot, ending, type, magic) in new[] { ("hero", ".png", "image/png", "\u0089PNG"), ("photo", ".jpg", "image/jpeg", "\u00ff\u00d8\u00ff"), ("clock", ".gif", "image/gif", "GIF89a") })
        {
            Assert.EndsWith(ending, letter.Picture(slot), StringComparison.Ordinal);
            using var answer = await client.GetAsync(letter.Picture(slot));
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal((HttpStatusCode.OK, type, bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)), (answer.StatusCode, answer.Raw("Content-Type"), answer.Raw("Content-Length")));
            Assert.StartsWith(magic, System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            Assert.Equal((Revalidate, "nosniff", "no-referrer", ""), (answer.Raw("Cache-Control"), answer.Raw("X-Content-Type-Options"), answer.Raw("Referrer-Policy"), answer.Raw("Set-Cookie")));
            Assert.Matches("^\"[0-9a-f]{24}\"$", answer.Raw("ETag"));
        }
    }

    [Fact]
    public async Task It_is_not_sent_again_until_it_is_another()
    {
        await using var stage = await OpenedStage.StartAsync();
        using var client = new Mint(stage.Node).Client();
        var path = (await Letter.SendAsync(stage.Node, "p0001")).Picture("photo");
        using var first = await client.GetAsync(path);
        using var head = await client.HeadAsync(path);
        Assert.Equal((HttpStatusCode.OK, first.Raw("ETag"), first.Raw("Content-Length"), first.Raw("Content-Type")), (head.StatusCode, head.Raw("ETag"), head.Raw("Content-Length"), head.Raw("Content-Type")));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());

        client.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", first.Raw("ETag"));
        using (var same = await client.GetAsync(path))
        {
            Assert.Equal((HttpStatusCode.NotModified, first.Raw("ETag"), Revalidate), (same.StatusCode, same.Raw("ETag"), same.Raw("Cache-Control")));
            Assert.Empty(await same.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { firstname = "Zoe" }));
        using var other = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(first.Raw("ETag"), other.Raw("ETag"));
    }

    [Fact]
    public async Task A_look_is_recorded_with_slot_variant_segment_version_and_class_of_whoever_agreed()
    {
        await using var stage = await OpenedStage.StartAsync();
        await stage.Node.AgreeAsync("p0001");
        var mint = new Mint(stage.Node);
        var letter = await Letter.SendAsync(stage.Node, "p0001");
        using var client = mint.Client("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html");
        await client.GetByteArrayAsync(letter.Picture("hero"));

        var kept = Assert.Single(await mint.EventsAsync());
        Assert.Equal((OpenKind.Image, OpenClass.Proxy, "letter", "hero", "vip", "vip"), (kept.Kind, kept.Class, kept.Template, kept.Slot, kept.Variant, kept.Segment));
        Assert.NotEmpty(kept.Version);
    }

    [Fact]
    public async Task Withdrawn_and_erased_hold_for_mails_that_were_sent_before()
    {
        await using var stage = await OpenedStage.StartAsync();
        var mint = new Mint(stage.Node);
        using var client = mint.Client();
        await stage.Node.AgreeAsync("p0001");
        await stage.Node.AgreeAsync("p0002");
        var (first, second) = (await Letter.SendAsync(stage.Node, "p0001"), await Letter.SendAsync(stage.Node, "p0002"));
        var tags = await TagsAsync(client, first, second);
        Assert.NotEqual(tags[0], tags[1]);
        var before = (await mint.EventsAsync()).Count;

        using (await client.PostAsync(first.Consent, new StringContent("List-Unsubscribe=One-Click", System.Text.Encoding.ASCII, "application/x-www-form-urlencoded")))
        using (await client.PostAsync(second.Consent, new StringContent("List-Unsubscribe=One-Click", System.Text.Encoding.ASCII, "application/x-www-form-urlencoded")))
        {
        }

        // Of both the same now: content, nothing of the person, and no record.
        var withdrawn = await TagsAsync(client, first, second);
        Assert.Equal(withdrawn[0], withdrawn[1]);
        Assert.DoesNotContain(withdrawn[0], tags);
        Assert.Equal(before, (await mint.EventsAsync()).Count);

        using (var erased = await stage.Node.Http.DeleteAsync("/v1/profiles/p0001"))
        {
            Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        }

        foreach (var path in first.Pictures)
        {
            using var neutral = await client.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, "private, no-store"), (neutral.StatusCode, neutral.Raw("Cache-Control")));
            Assert.StartsWith("image/", neutral.Raw("Content-Type"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_fallback_is_200_and_not_kept()
    {
        var folder = Folders.Copy(Repository.Workspace("opened"), Directory.CreateTempSubdirectory("renderer-opened-").FullName);
        await using var stage = await OpenedStage.StartAsync(workspace: folder);
        using var client = new Mint(stage.Node).Client();
        var letter = await Letter.SendAsync(stage.Node, "p0001");
        var yaml = Path.Combine(folder, "letter", "template.yaml");
        var text = await File.ReadAllTextAsync(yaml);
        await File.WriteAllTextAsync(Path.Combine(folder, "letter", "body.html"), "<p>Nothing. <a href=\"{{ consent_link }}\">Unsubscribe</a></p>");
        await File.WriteAllTextAsync(yaml, text[..text.IndexOf("  hero:", StringComparison.Ordinal)] + text[text.IndexOf("  photo:", StringComparison.Ordinal)..]);

        await Renderer.Tests.Infrastructure.Eventually.TrueAsync(async () =>
        {
            using var answer = await client.GetAsync(letter.Picture("hero"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("image/", answer.Raw("Content-Type"), StringComparison.Ordinal);
            return answer.Raw("Cache-Control") == "private, no-store" && answer.Raw("ETag").Length == 0;
        });
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Too_many_at_once_get_the_fallback_and_nobody_is_turned_away()
    {
        var folder = Folders.Copy(Repository.Workspace("opened"), Directory.CreateTempSubdirectory("renderer-opened-").FullName);
        await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), "\nlimits: {concurrency: 1, queue: 1}\n");
        await using var stage = await OpenedStage.StartAsync(workspace: folder);
        using var client = new Mint(stage.Node).Client();
        var path = (await Letter.SendAsync(stage.Node, "p0001")).Picture("photo");
        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { firstname = "Zoe" }));
        await stage.Sandbox.FaultAsync(new { latency_ms = 100 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.GetAsync(path)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.All(answers, answer => Assert.StartsWith("image/", answer.Raw("Content-Type"), StringComparison.Ordinal));
        Assert.Contains(answers, answer => answer.Raw("Cache-Control") == "private, no-store");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string[]> TagsAsync(HttpClient client, params Letter[] letters)
    {
        var tags = new List<string>();
        foreach (var letter in letters)
        {
            using var answer = await client.GetAsync(letter.Picture("photo"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            tags.Add(answer.Raw("ETag"));
        }

        return [.. tags];
    }
}
