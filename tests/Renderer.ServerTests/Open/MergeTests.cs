using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>The merge-tag form over HTTP: pictures and clicks of mails that an ESP wrote, from the same desks as those of tokens.</summary>
public sealed class MergeTests : IAsyncLifetime
{
    private const string Image = "/i/default/hello/banner.png";
    private const string Click = "/c/default/hello/banner";

    // 2 x 1 points, grey.
    private static readonly byte[] Fallback = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNoaAAAAYMBARg1IhUAAAAASUVORK5CYII=");

    private readonly string folder = Directory.CreateTempSubdirectory("renderer-merge-").FullName;
    private Stage stage = null!;

    private HttpClient Http => stage.Node.Http;

    public async ValueTask InitializeAsync()
    {
        Write(folder);
        stage = await Stage.StartAsync(folder, new() { ["!TEST_SIGNING_SECRET"] = BasicStage.SigningSecret });
    }

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Each_person_sees_their_own_picture_and_is_led_to_their_own_page()
    {
        var (ann, bob) = (await TokenAsync("p0001"), await TokenAsync("p0002"));
        using var answer = await GetAsync($"{Image}?r={ann}&m=bf-2026");
        var picture = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal((HttpStatusCode.OK, "image/png"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal([0x89, 0x50, 0x4e, 0x47], picture[..4]);
        Assert.Equal("max-age=0, must-revalidate, no-cache, private", Sorted(answer.Headers.CacheControl!.ToString()));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(picture, await Http.GetByteArrayAsync($"{Image}?r={ann}&m=bf-2026"));
        Assert.NotEqual(picture, await Http.GetByteArrayAsync($"{Image}?r={bob}&m=bf-2026"));
        Assert.NotEqual(Fallback, picture);

        Assert.Equal("https://shop.example/Ann", await ToAsync($"{Click}?r={ann}&m=bf-2026"));
        Assert.NotEqual("https://shop.example/Ann", await ToAsync($"{Click}?r={bob}&m=bf-2026"));
    }

    [Fact]
    public async Task Picture_and_click_of_one_campaign_tell_one_story_whatever_becomes_of_the_person_and_another_campaign_its_own()
    {
        await stage.Sandbox.PatchAsync("p0003", new { city = "Berlin" });
        var query = $"?r={await TokenAsync("p0003")}";
        var first = await Http.GetByteArrayAsync($"/i/default/hello/city.png{query}&m=1");
        Assert.Equal("https://shop.example/berlin", await ToAsync($"/c/default/hello/city{query}&m=1"));

        await stage.Sandbox.PatchAsync("p0003", new { city = "Paris" });
        Assert.Equal(first, await Http.GetByteArrayAsync($"/i/default/hello/city.png{query}&m=1"));
        Assert.Equal("https://shop.example/berlin", await ToAsync($"/c/default/hello/city{query}&m=1"));
        Assert.NotEqual(first, await Http.GetByteArrayAsync($"/i/default/hello/city.png{query}&m=2"));
        Assert.Equal("https://shop.example/elsewhere", await ToAsync($"/c/default/hello/city{query}&m=2"));
    }

    [Fact]
    public async Task What_a_path_invents_is_counted_under_no_name_of_its_own()
    {
        var services = stage.Node.Services;
        var names = PersonNames.OpaqueEach(services.GetRequiredService<ISealing>(), WorkspaceName.Default, Identifier.Id("p0008"));
        await services.GetRequiredService<Consents>().ChangeAsync(WorkspaceName.Default, names, before => before with { Tracking = Consent.Granted }, "test");
        var query = $"?r={await TokenAsync("p0008")}&m=m/p0008";
        var mint = new Mint(stage.Node);
        using var client = mint.Client();
        foreach (var path in new[] { Image, "/i/default/hello/invented.png", "/i/default/invented/invented.png", "/i/default/hello/banner+.png" })
        {
            using var answer = await client.GetAsync(path + query);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var counted = (await mint.EventsAsync("p0008")).Select(one => $"{one.Template}/{one.Slot}").Order(StringComparer.Ordinal);
        Assert.Equal(["/", "hello/", "hello/", "hello/banner"], counted);
    }

    [Fact]
    public async Task HEAD_is_answered_alike_and_a_second_look_with_304()
    {
        var ann = await TokenAsync("p0001");
        using var got = await GetAsync($"{Image}?r={ann}&m=1");
        using var head = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{Image}?r={ann}&m=1"));
        Assert.Equal((HttpStatusCode.OK, got.Content.Headers.ContentLength, got.Headers.ETag), (head.StatusCode, head.Content.Headers.ContentLength, head.Headers.ETag));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());

        using var again = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{Image}?r={ann}&m=1") { Headers = { IfNoneMatch = { got.Headers.ETag! } } });
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Where_nobody_was_merged_everybody_s_picture_is_shown_and_nobody_is_asked_for()
    {
        await stage.Sandbox.ForgetCallsAsync();
        using var bare = await GetAsync(Image);
        var picture = await bare.Content.ReadAsByteArrayAsync();
        Assert.Equal((HttpStatusCode.OK, "image/png"), (bare.StatusCode, bare.Content.Headers.ContentType?.ToString()));
        Assert.NotEqual(Fallback, picture);
        foreach (var query in new[] { "?r=*|RENDERER|*&m=*|CAMPAIGN_UID|*", "?r=", "?r=%7B%7Brenderer%7D%7D&m=7", "?id=*|UNIQID|*&sig=00" })
        {
            Assert.Equal(picture, await Http.GetByteArrayAsync(Image + query));
            Assert.Equal("https://shop.example/friend", await ToAsync(Click + query));
        }

        Assert.Equal(0, await stage.Sandbox.CallsAsync());
    }

    [Fact]
    public async Task An_id_that_the_workspace_signed_is_as_good_as_a_token()
    {
        Assert.Equal(await Http.GetByteArrayAsync($"{Image}?r={await TokenAsync("p0001")}&m=1"), await Http.GetByteArrayAsync(Signed($"{Image}?id=p0001&m=1")));
        Assert.Equal("https://shop.example/Ann", await ToAsync(Signed($"{Click}?id=p0001&m=1")));
        using var head = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, Signed($"{Image}?id=p0001&m=1")));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);

        using var over = await GetAsync(Signed($"{Image}?id=p0001&exp=1000000000"));
        Assert.Equal((HttpStatusCode.OK, "no-store, private"), (over.StatusCode, Sorted(over.Headers.CacheControl!.ToString())));
        Assert.Equal(Fallback, await over.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task What_is_forged_or_stands_in_no_place_of_ours_is_404_and_not_logged()
    {
        var ann = await TokenAsync("p0001");
        string[] forged =
        [
            $"{Image}?r={ann[..^1]}{(ann[^1] == 'a' ? 'b' : 'a')}", $"{Image}?r=x", $"{Click}?r={ann[..^3]}", $"{Image}?id=p0001", $"{Image}?id=p0001&sig=00", $"{Click}?id=p0001&sig=00",
            $"/i/other/hello/banner.png?r={ann}", $"/c/other/hello/banner?r={ann}", "/i/other/hello/banner.png", $"/i/default/hello/banner.svg?r={ann}", $"/i/default/hello/banner?r={ann}",
        ];
        foreach (var target in forged)
        {
            using var answer = await GetAsync(target);
            await answer.ProblemAsync(HttpStatusCode.NotFound, "not_found");
            Assert.Equal("no-store, private", Sorted(answer.Headers.CacheControl!.ToString()));
        }

        Assert.DoesNotContain(stage.Node.Logs.Lines, line => line.Contains(ann, StringComparison.Ordinal) || line.Contains("p0001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_genuine_link_never_fails_whatever_it_names()
    {
        var ann = await TokenAsync("p0001");
        foreach (var target in new[] { $"/i/default/gone/banner.png?r={ann}", $"/i/default/hello/gone.gif?r={ann}", "/i/default/gone/gone.jpg" })
        {
            using var answer = await GetAsync(target);
            Assert.Equal((HttpStatusCode.OK, "no-store, private"), (answer.StatusCode, Sorted(answer.Headers.CacheControl!.ToString())));
            Assert.StartsWith("image/", answer.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }

        using var click = await GetAsync($"/c/default/gone/banner?r={ann}");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (click.StatusCode, click.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_slot_that_is_disabled_shows_its_fallback_within_five_seconds_and_its_picture_again_when_enabled()
    {
        var link = $"{Image}?r={await TokenAsync("p0001")}&m=1";
        Assert.NotEqual(Fallback, await Http.GetByteArrayAsync(link));
        using (var off = await Http.PostAsync("/v1/templates/hello/slots/banner/disable", null))
        {
            Assert.Equal(HttpStatusCode.OK, off.StatusCode);
        }

        using (var shown = await GetAsync(link))
        {
            Assert.Equal(Fallback, await shown.Content.ReadAsByteArrayAsync());
            Assert.Equal("no-store, private", Sorted(shown.Headers.CacheControl!.ToString()));
        }

        using (var on = await Http.PostAsync("/v1/templates/hello/slots/banner/enable", null))
        {
            Assert.Equal(HttpStatusCode.OK, on.StatusCode);
        }

        Assert.NotEqual(Fallback, await Http.GetByteArrayAsync(link));
    }

    [Fact]
    public async Task Links_of_somebody_who_was_erased_are_nobody_s_for_ever_also_those_signed_later()
    {
        var ann = await TokenAsync("p0001");
        Assert.NotEqual(Fallback, await Http.GetByteArrayAsync($"{Image}?r={ann}&m=1"));
        using (var erased = await Http.DeleteAsync("/v1/profiles/p0001"))
        {
            Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        }

        foreach (var query in new[] { $"?r={ann}&m=1", $"?r={ann}&m=2" })
        {
            Assert.Equal(Fallback, await Http.GetByteArrayAsync(Image + query));
            Assert.DoesNotContain("Ann", await ToAsync(Click + query) ?? "", StringComparison.Ordinal);
        }

        Assert.Equal(Fallback, await Http.GetByteArrayAsync(Signed($"{Image}?id=p0001&m=1")));
        Assert.DoesNotContain("Ann", await ToAsync(Signed($"{Click}?id=p0001&m=1")) ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_another_workspace_s_name_it_is_404()
    {
        var right = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "right"));
        await File.AppendAllTextAsync(Path.Combine(right, "workspace.yaml"), "\nlink_domain: https://links.right.example\n");
        var node = await stage.AddNodeAsync(workspace: folder, settings: new() { ["Workspaces:right:Folder"] = right });
        foreach (var (host, status) in new[] { ("links.right.example", HttpStatusCode.NotFound), ("elsewhere.example", HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Image) { Headers = { Host = host } };
            using var answer = await node.Http.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    /// <summary>The basic workspace with a slot.</summary>
    private static void Write(string folder)
    {
        Folders.Copy(Repository.Workspace("basic"), folder);
        var template = Path.Combine(folder, "hello");
        File.AppendAllText(
            Path.Combine(template, "template.yaml"),
            "images:\n  banner: {scene: banner.svg, alt: 'For {{ profile.first_name }}', link: 'https://shop.example/{{ profile.first_name }}', format: png}\n"
            + "  city:\n    scene: city.svg\n    alt: City\n    link: https://shop.example/elsewhere\n    variants:\n"
            + "      - {name: berlin, rule: profile.city == 'Berlin', scene: berlin.svg, link: 'https://shop.example/berlin'}\n");
        foreach (var (name, colour) in new[] { ("city", "#00f"), ("berlin", "#f00") })
        {
            File.WriteAllText(Path.Combine(template, $"{name}.svg"), $"""<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20" fill="{colour}"/></svg>""");
        }

        File.WriteAllText(
            Path.Combine(template, "banner.svg"),
            """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><rect width="200" height="40" fill="#eee"/><text x="5" y="25" font-size="20">{{ profile.first_name }}</text></svg>""");
        File.WriteAllBytes(Path.Combine(template, "fallback", "banner.png"), Fallback);
    }

    private static string Signed(string target) => $"{target}&sig={SignedUrl.Sign(target, new Secret(BasicStage.SigningSecret))}";

    private static string Sorted(string directives) => string.Join(", ", directives.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));

    private async Task<string> TokenAsync(string id)
    {
        using var answer = await Http.PostTextAsync("/v1/links", $$"""{"id":"{{id}}"}""", "application/x-ndjson");
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).Text("token")!;
    }

    // As mail clients ask: with no key, and following nothing.
    private async Task<HttpResponseMessage> GetAsync(string target)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Http.BaseAddress };
        return await client.GetAsync(target);
    }

    private async Task<string?> ToAsync(string target)
    {
        using var answer = await GetAsync(target);
        return answer.StatusCode == HttpStatusCode.Found ? answer.Headers.Location?.OriginalString : null;
    }
}
