using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;

namespace Renderer.ServerTests.Snippets;

/// <summary>A node with a template that has everything that a tag can be of, and a key that opens no more than its pull.</summary>
public sealed class PullStage : Xunit.IAsyncLifetime
{
    private Stage? stage;

    internal Stage Stage => stage ?? throw new InvalidOperationException("The stage is not up.");

    internal RendererNode Node => Stage.Node;

    internal string PullKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.StartAsync(Repository.Workspace("pull"));
        PullKey = await KeyAsync(Node);
    }

    internal static async Task<string> KeyAsync(RendererNode node) =>
        (await node.Services.GetRequiredService<AccessKeys>().NewAsync(WorkspaceName.Default, Role.Pull, ["offer"], "esp", null, "test")).Text;

    /// <summary>The tags of an ESP, as the server says them.</summary>
    internal async Task<EspTags> TagsAsync(string esp, string more = "") =>
        new((await Node.Http.GetFromJsonAsync<JsonElement>($"/v1/templates/offer/snippets?esp={esp}{more}")).GetProperty("snippets")[0]);

    /// <summary>The token that an ESP stores of a person.</summary>
    internal async Task<string> TokenAsync(string id)
    {
        using var answer = await Node.Http.PostTextAsync("/v1/links", $"{{\"id\":\"{id}\"}}\n", "application/x-ndjson");
        return JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).Text("token")!;
    }

    public async ValueTask DisposeAsync()
    {
        if (stage is not null)
        {
            await stage.DisposeAsync();
        }
    }
}

/// <summary>The tags of one ESP.</summary>
internal sealed class EspTags(JsonElement set)
{
    public JsonElement Json => set;

    private IEnumerable<JsonElement> All => set.GetProperty("tags").EnumerateArray();

    public string this[string kind] => Find(kind) ?? throw new InvalidOperationException($"no tag {kind}: {set}");

    public string? Find(string kind, string? language = null, string? name = null) => All
        .Where(tag => tag.Text("kind") == kind && (language is null || tag.Text("language") == language) && (name is null || tag.Text("name") == name))
        .Select(tag => tag.Text("tag")).FirstOrDefault();

    /// <summary>What the ESP is told once, by language.</summary>
    public IReadOnlyDictionary<string, string> Feeds => All.Where(tag => tag.Text("kind") == "feed").ToDictionary(tag => tag.Text("language")!, tag => tag.Text("tag")!);

    /// <summary>The tags of these kinds that there are.</summary>
    public IReadOnlyDictionary<string, string> Of(params string[] kinds) =>
        kinds.Where(kind => Find(kind) is not null).ToDictionary(kind => kind, kind => this[kind]);
}

/// <summary>A person as each ESP knows them, and the engine that puts them in.</summary>
internal static class EspPeople
{
    public static JsonObject Of(string esp, string id, string token = "") => (JsonObject)JsonNode.Parse(Text(esp)
        .Replace("$id", id, StringComparison.Ordinal).Replace("$token", token, StringComparison.Ordinal))!;

    /// <summary>The language of an ESP's merge tags.</summary>
    public static string Language(string esp) => esp switch
    {
        "braze" or "customer_io" or "onesignal" => "liquid",
        "klaviyo" or "brevo" or "hubspot" => "django",
        "mailchimp" => "mailchimp",
        "adobe_campaign" => "adobe",
        "sfmc" => "percents",
        "mailgun" => "mailgun",
        "marketo" => "tokens",
        _ => "handlebars",
    };

    private static string Text(string esp) => esp switch
    {
        "braze" => """{"user_id":"$id","email_address":"$id@people.example","campaign":{"dispatch_id":"d-1","api_id":"c-1"},"custom_attribute":{"renderer":"$token"}}""",
        "sfmc" => """{"_subscriberkey":"$id","emailaddr":"$id@people.example","jobid":"4711","renderer":"$token"}""",
        "iterable" => """{"userId":"$id","email":"$id@people.example","campaignId":12,"now":"Nov 30, 2026","renderer":"$token"}""",
        "customer_io" => """{"customer":{"id":"$id","email":"$id@people.example","renderer":"$token"},"campaign":{"id":7}}""",
        "klaviyo" => """{"person":{"renderer":"$token","external_id":"$id"},"email":"$id@people.example"}""",
        "mailchimp" => """{"RENDERER":"$token","RENDERER_ID":"$id","EMAIL":"$id@people.example","CAMPAIGN_UID":"c1"}""",
        "adobe_campaign" => """{"recipient":{"renderer":"$token","id":"$id"},"delivery":{"internalName":"DM7"}}""",
        "adobe_journey_optimizer" => """{"id":"$id","email":"$id@people.example","message":"j-1","profile":{"renderer":"$token"},"context":{"system":{"source":{"id":"j-1"}}}}""",
        "onesignal" => """{"user":{"external_id":"$id"},"subscription":{"email":"$id@people.example"},"message":{"id":"m-1"},"template":{"id":"t-1"},"renderer":"$token"}""",
        "brevo" => """{"contact":{"EXT_ID":"$id","EMAIL":"$id@people.example","RENDERER":"$token"}}""",
        "airship" => """{"customer_id":"$id","email":"$id@people.example","renderer":"$token"}""",
        "hubspot" => """{"contact":{"hs_object_id":"$id","email":"$id@people.example","renderer":"$token"},"content":{"id":99}}""",
        "marketo" => """{"lead":{"Id":"$id","Email Address":"$id@people.example","RendererToken":"$token"},"campaign":{"id":"5"}}""",
        _ => """{"renderer":"$token","campaign":"c-1","renderer_id":"$id"}""",
    };
}
