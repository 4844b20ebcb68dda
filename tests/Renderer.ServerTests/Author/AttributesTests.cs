using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles.Dictionary;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Author;

/// <summary>The data dictionary over HTTP: documented, counted, and told of in profiles and previews.</summary>
public sealed class AttributesTests
{
    private const string Dictionary = """
        attributes:
          sandbox:
            tier:
              type: text
              values: [bronze, silver, gold, platinum]
              default: bronze
              owner: loyalty team
              source: the till
            city: {type: text, pattern: "[^<]{1,40}", default: your town, sensitivity: public, fresh_for: 1h}
            spent: {property: lifetime_value, type: money, unit: EUR, min: 0}
        """;

    [Fact]
    public async Task A_bad_value_is_its_default_counted_and_shown_with_its_rule()
    {
        await using var stage = await Stage.StartAsync(await WorkspaceAsync());
        await stage.Sandbox.PatchAsync("p0001", new { tier = "Gold!", city = "Bonn" });
        var sent = await stage.Node.HelloAsync("p0001");
        Assert.Equal(("live", "News from Bonn"), (sent.Text("outcome"), sent.Text("preheader")));
        Assert.DoesNotContain("Gold!", sent.GetRawText(), StringComparison.Ordinal);

        var held = await stage.Node.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/p0001");
        var tier = held.GetProperty("attributes").GetProperty("tier");
        Assert.Equal(("bronze", "values", "Gold!", "tier", "sandbox"), (tier.Text("value"), tier.Text("rule"), tier.Text("given"), tier.Text("field"), tier.Text("source")));
        var city = held.GetProperty("attributes").GetProperty("city");
        Assert.False(city.TryGetProperty("rule", out _));
        Assert.True(city.GetProperty("fetched_at").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);

        using var answer = await stage.Node.Http.PostAsJsonAsync("/v1/preview", new { template = "hello", recipient = new { id = "p0001" } });
        Assert.Contains((await answer.JsonAsync()).GetProperty("diagnostics").EnumerateArray(), finding => finding.Text("code") == "value_bad" && finding.Text("message")!.Contains("'tier'", StringComparison.Ordinal));

        var documented = await AttributeAsync(stage, "tier");
        Assert.Equal(1, documented.GetProperty("bad_values").GetProperty("values").GetInt64());
        var metrics = await stage.Node.Http.GetStringAsync("/metrics");
        Assert.Contains(metrics.Split('\n'), line => line.StartsWith("renderer_profiles_bad_values", StringComparison.Ordinal)
            && line.Contains("attribute=\"tier\"", StringComparison.Ordinal) && line.Contains("rule=\"values\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_change_event_changed_says_when()
    {
        await using var stage = await Stage.StartAsync(await WorkspaceAsync());
        await stage.Node.HelloAsync("p0001");
        Assert.Equal(204, await stage.Sandbox.PatchAsync("p0001", new { city = "Bonn" }));
        await stage.Node.HelloAsync("p0001");
        var held = (await stage.Node.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/p0001")).GetProperty("attributes");
        Assert.Equal(("Bonn", "attribute"), (held.GetProperty("city").Text("value"), held.GetProperty("city").Text("changed_by")));
        Assert.True(held.GetProperty("city").GetProperty("changed_at").GetDateTimeOffset() <= held.GetProperty("city").GetProperty("fetched_at").GetDateTimeOffset());
        Assert.False(held.GetProperty("tier").TryGetProperty("changed_at", out _));
    }

    [Fact]
    public async Task The_dictionary_is_documented_with_who_reads_it()
    {
        await using var stage = await Stage.StartAsync(await WorkspaceAsync());
        var tier = await AttributeAsync(stage, "tier");
        Assert.Equal(("sandbox", "tier", "text", "personal", "loyalty team", "the till", "bronze"), (
            tier.Text("connection"), tier.Text("property"), tier.Text("type"), tier.Text("sensitivity"), tier.Text("owner"), tier.Text("source"), tier.Text("default")));
        Assert.Equal(["bronze", "silver", "gold", "platinum"], tier.GetProperty("rule").GetProperty("values").EnumerateArray().Select(value => value.GetString()!));
        Assert.Equal(("hello", "hero"), (tier.GetProperty("read_by")[0].Text("template"), tier.GetProperty("read_by")[0].GetProperty("blocks")[0].GetString()));
        var city = await AttributeAsync(stage, "city");
        Assert.Equal((3600, false), (city.GetProperty("fresh_for_s").GetInt32(), city.GetProperty("personal").GetBoolean()));
        var spent = await AttributeAsync(stage, "spent");
        Assert.Equal(("lifetime_value", "money", "EUR", 0), (spent.Text("property"), spent.Text("type"), spent.Text("unit"), spent.GetProperty("rule").GetProperty("min").GetInt32()));
        Assert.Equal((0, 300), (spent.GetProperty("read_by").GetArrayLength(), spent.GetProperty("fresh_for_s").GetInt32()));

        using var sender = stage.Node.Client(null);
        await (await sender.GetAsync("/v1/attributes")).ProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task An_edit_of_the_dictionary_is_live_without_a_restart()
    {
        var folder = await WorkspaceAsync();
        await using var stage = await Stage.StartAsync(folder);
        Assert.Equal("News from Berlin", (await stage.Node.HelloAsync("p0001")).Text("preheader"));
        await File.WriteAllTextAsync(Path.Combine(folder, "attributes.yaml"), Dictionary.Replace("[^<]{1,40}", "y.*", StringComparison.Ordinal));
        await Renderer.Tests.Infrastructure.Eventually.TrueAsync(async () => (await stage.Node.HelloAsync("p0001")).Text("preheader") == "News from your town");
    }

    [Fact]
    public async Task A_second_connection_adds_what_it_alone_knows()
    {
        var folder = await WorkspaceAsync();
        var first = await File.ReadAllTextAsync(Path.Combine(folder, "workspace.yaml"));
        var shop = first[first.IndexOf("  sandbox:", StringComparison.Ordinal)..first.IndexOf("    attributes:", StringComparison.Ordinal)].Replace("  sandbox:", "  shop:", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "workspace.yaml"), $"{first.TrimEnd()}\n{shop}    lookups: {{customer_number: customer_number}}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "attributes.yaml"), """
            attributes:
              sandbox: {number: customer_number}
              shop: {city: city}
            join:
              shop: {customer_number: number}
            """);
        await using var stage = await Stage.StartAsync(folder);
        await stage.Sandbox.PatchAsync("p0001", new { city = "Bonn" });
        var sent = await stage.Node.HelloAsync("p0001");
        Assert.Equal(("live", "News from Bonn"), (sent.Text("outcome"), sent.Text("preheader")));
        var held = (await stage.Node.Http.GetFromJsonAsync<JsonElement>("/v1/profiles/p0001")).GetProperty("attributes");
        Assert.Equal(("sandbox", "shop", "Bonn"), (held.GetProperty("first_name").Text("source"), held.GetProperty("city").Text("source"), held.GetProperty("city").Text("value")));
    }

    [Fact]
    public async Task The_shipped_dictionary_agrees_with_the_sandbox()
    {
        await using var stage = await Stage.StartAsync(workspace: Path.Combine(Repository.Root, "templates"));
        var files = stage.Node.Services.GetRequiredService<TemplateLibrary>().Files(WorkspaceName.Default)!;
        Assert.Empty(files.Settings.Connections[0].Attributes.Keys.Except(files.Settings.Dictionary.Places.Keys.Select(place => place.Attribute)));
        var found = await stage.Node.Services.GetRequiredService<DictionaryInspector>().InspectAsync(
            files.Name, files.Settings, [.. files.Templates.Values.Select(template => new TemplateReads(template.Name, template.Reads))], null, default);
        Assert.DoesNotContain(found, finding => finding.Severity == Severity.Error);
        Assert.Contains(found, finding => finding is { Code: "attribute_unused", File: "attributes.yaml" } && finding.Message.StartsWith("sandbox.lifetime_value", StringComparison.Ordinal));
    }

    private static async Task<string> WorkspaceAsync()
    {
        var folder = Folders.Copy(Repository.Workspace("basic"), Directory.CreateTempSubdirectory("renderer-dictionary-").FullName);
        await File.WriteAllTextAsync(Path.Combine(folder, "attributes.yaml"), Dictionary);
        return folder;
    }

    private static async Task<JsonElement> AttributeAsync(Stage stage, string name) =>
        (await stage.Node.Http.GetFromJsonAsync<JsonElement>("/v1/attributes")).GetProperty("attributes").EnumerateArray().Single(each => each.Text("name") == name);
}
