using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>Slots are switched off and on for mails already delivered.</summary>
public sealed class SlotTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-slots-").FullName;

    /// <summary>The basic workspace with a picture and with data of an AMP list.</summary>
    public SlotTests()
    {
        Folders.Copy(Repository.Workspace("basic"), folder);
        File.AppendAllText(
            Path.Combine(folder, "hello", "template.yaml"),
            "images:\n  banner: {scene: banner.svg, alt: 'For {{ profile.first_name }}', format: gif, decision: always, after_send: pinned}\n"
            + "amp_data:\n  products: {}\n");
        File.WriteAllText(Path.Combine(folder, "hello", "banner.svg"), """<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text y="15">{{ profile.city }}</text></svg>""");
        File.WriteAllText(Path.Combine(folder, "hello", "products.json"), """{"items":[]}""");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_slot_that_is_disabled_is_off_on_every_node_within_five_seconds_and_on_again_likewise()
    {
        await using var postgres = new PostgresServer();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var stage = await Stage.StartAsync(folder, new() { ["Ledger"] = ledger });
        var two = await stage.AddNodeAsync(workspace: folder, settings: new() { ["Ledger"] = ledger });

        var off = await SwitchAsync(stage.Node.Http, "hello/slots/banner/disable");
        Assert.True(off.GetProperty("disabled").GetBoolean());
        Assert.Equal(["banner"], Disabled(off));
        Assert.True(IsOff(stage.Node));
        await WithinAsync(() => IsOff(two));
        using (var listed = await two.Http.GetAsync("/v1/templates/hello"))
        {
            Assert.Equal(["banner"], Disabled(await listed.JsonAsync()));
        }

        var on = await SwitchAsync(two.Http, "hello/slots/banner/enable");
        Assert.False(on.GetProperty("disabled").GetBoolean());
        Assert.Empty(Disabled(on));
        await WithinAsync(() => !IsOff(stage.Node));

        using var audit = await stage.Node.Http.GetAsync("/v1/audit");
        var entries = (await audit.JsonAsync()).GetProperty("rows").EnumerateArray().Select(entry => entry.Text("object")).ToList();
        Assert.Contains("slot hello/banner off", entries);
        Assert.Contains("slot hello/banner on", entries);
    }

    [Fact]
    public async Task What_is_off_stays_off_over_a_restart_without_the_ledger_and_nothing_is_switched_meanwhile()
    {
        await using var postgres = new PostgresServer();
        await using var stage = await Stage.StartAsync(folder, new() { ["Ledger"] = await postgres.CreateDatabaseAsync() });
        await SwitchAsync(stage.Node.Http, "hello/slots/banner/disable");
        await postgres.KillAsync();

        await stage.RestartAsync();
        Assert.True(IsOff(stage.Node));
        using var refused = await stage.Node.Http.PostAsync("/v1/templates/hello/slots/banner/enable", null);
        await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.True(IsOff(stage.Node));
    }

    [Fact]
    public async Task A_slot_that_only_an_older_version_has_can_be_disabled_and_one_that_none_has_cannot()
    {
        await using var stage = await Stage.StartAsync(folder);
        var node = stage.Node;
        using (var published = await node.Http.PostAsync("/v1/templates/hello/publish", null))
        {
            Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "hello", "template.yaml"), "subject: Hello");
        await File.WriteAllTextAsync(Path.Combine(folder, "hello", "body.html"), "<!doctype html><html lang=\"en\"><head><title>t</title></head><body><p>Plain</p></body></html>");
        await WithinAsync(async () => (await (await node.Http.GetAsync("/v1/templates/hello")).JsonAsync()).GetProperty("slots").GetArrayLength() == 0);

        Assert.Equal(["banner"], Disabled(await SwitchAsync(node.Http, "hello/slots/banner/disable")));
        await (await node.Http.PostAsync("/v1/templates/hello/slots/footer/disable", null)).ProblemAsync(HttpStatusCode.NotFound, "block_unknown");
        Assert.Empty(Disabled(await SwitchAsync(node.Http, "hello/slots/banner/enable")));
    }

    [Fact]
    public async Task A_template_lists_its_slots_and_which_are_off()
    {
        await using var stage = await Stage.StartAsync(folder);
        var node = stage.Node;
        await SwitchAsync(node.Http, "hello/slots/banner/disable");
        Assert.Equal(["banner", "products"], Disabled(await SwitchAsync(node.Http, "hello/slots/products/disable")));

        using var answer = await node.Http.GetAsync("/v1/templates/hello");
        var slot = Assert.Single((await answer.JsonAsync()).GetProperty("slots").EnumerateArray());
        Assert.Equal(("banner", "gif", "pinned", "always", true), (slot.Text("name"), slot.Text("format"), slot.Text("after_send"), slot.Text("decision"), slot.GetProperty("disabled").GetBoolean()));
        var data = Assert.Single((await answer.JsonAsync()).GetProperty("amp_data").EnumerateArray());
        Assert.Equal(("products", true), (data.Text("name"), data.GetProperty("disabled").GetBoolean()));
        Assert.Equal(["city", "first_name"], slot.GetProperty("reads").EnumerateArray().Select(read => read.GetString()!));
    }

    [Theory]
    [InlineData("nothing/slots/hero/disable", "template_unknown")]
    [InlineData("hello/slots/footer/disable", "block_unknown")]
    [InlineData("hello/slots/footer/enable", "block_unknown")]
    [InlineData("hello/slots/hero/disable", "block_unknown")]
    public async Task What_is_not_there_is_said_and_nothing_is_off(string path, string code)
    {
        await using var stage = await Stage.StartAsync(folder);
        await (await stage.Node.Http.PostAsync($"/v1/templates/{path}", null)).ProblemAsync(HttpStatusCode.NotFound, code);
        Assert.Empty(stage.Node.Services.GetRequiredService<SlotSwitches>().Off(WorkspaceName.Default, "hello"));
    }

    [Fact]
    public async Task It_takes_the_role_operate_and_no_members()
    {
        await using var stage = await Stage.StartAsync(folder);
        var keys = stage.Node.Services.GetRequiredService<AccessKeys>();
        var author = await keys.NewAsync(WorkspaceName.Default, Roles.All & ~Role.Operate, [], "author", null, "test");
        var operate = await keys.NewAsync(WorkspaceName.Default, Role.Operate, [], "operator", null, "test");
        using var notAllowed = stage.Node.Client(author.Text);
        await (await notAllowed.PostAsync("/v1/templates/hello/slots/banner/disable", null)).ProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var nobody = stage.Node.Client(null);
        await (await nobody.PostAsync("/v1/templates/hello/slots/banner/disable", null)).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");

        using var allowed = stage.Node.Client(operate.Text);
        await (await allowed.PostTextAsync("/v1/templates/hello/slots/banner/disable", """{"until":"tomorrow"}""")).ProblemAsync(HttpStatusCode.BadRequest, "unknown_field");
        Assert.False(IsOff(stage.Node));
        using var answer = await allowed.PostTextAsync("/v1/templates/hello/slots/banner/disable", "{}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(IsOff(stage.Node));
    }

    private static bool IsOff(RendererNode node) =>
        node.Services.GetRequiredService<SlotSwitches>().IsOff(WorkspaceName.Default, "hello", "banner");

    private static async Task<JsonElement> SwitchAsync(HttpClient http, string path)
    {
        using var answer = await http.PostAsync($"/v1/templates/{path}", null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private static string[] Disabled(JsonElement answer) => [.. answer.GetProperty("disabled_slots").EnumerateArray().Select(slot => slot.GetString()!)];

    private static Task WithinAsync(Func<bool> holds) => WithinAsync(() => Task.FromResult(holds()));

    private static async Task WithinAsync(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"not so after {watch.Elapsed}");
            await Task.Delay(50);
        }
    }
}
