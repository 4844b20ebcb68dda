using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Change;

/// <summary>A person's id, names and values go through every door; after the erasure nothing of them is found anywhere, in any form, but the hash.</summary>
public sealed class ErasureScanTests
{
    private const string Id = "erasableid7f3a";
    private const string Email = "Erasable.Person+7f3a@people.example";
    private const string Number = "CN-7f3a-erasable";
    private const string Campaign = "campaign-7f3a";

    private static readonly Dictionary<string, string> Values = new()
    {
        ["id"] = Id,
        ["email"] = Email,
        ["customer_number"] = Number,
        ["firstname"] = "Zébulonia7f3a",
        ["lastname"] = "O'Erasable & <7f3a>",
        ["city"] = "Villeneuve-7f3a-ß",
        ["tier"] = "unobtainium7f3a",
        ["points"] = "viele7f3a",
        ["bio"] = "<p>Likes 7f3a and nothing else.</p>",
    };

    private static readonly string[] Given = ["given-data-7f3a", "given-profile-7f3a", "given-agent-7f3a", "given-address-7f3a"];

    private static readonly PlantedText[] Planted = [.. Values.Values.Concat(Given).Select(text => new PlantedText(text))];

    [Fact]
    public async Task Nothing_of_an_erased_person_is_found_but_the_hash()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var collector = await OtlpSink.StartAsync();
        var settings = new Dictionary<string, string>(collector.Settings) { ["Redis"] = redis.ConnectionString };
        await using var stage = await Stage.StartAsync(await WorkspaceAsync(), settings);
        var ledger = Path.Combine(stage.Folder, "state-0", "ledger.db");
        await stage.AddNodeAsync(workspace: await WorkspaceAsync(), settings: new(settings) { ["Ledger"] = ledger });
        using (var made = await stage.Sandbox.Http.PostAsJsonAsync("/sandbox/people", Values))
        {
            made.EnsureSuccessStatusCode();
        }

        foreach (var node in stage.Nodes)
        {
            await EveryDoorAsync(node, stage.Sandbox);
        }

        // The record has the values, and the click what it was told of: they are there to be erased.
        await Task.Delay(1000);
        using (var told = await stage.Nodes[1].Http.GetAsync($"/v1/messages/{Uri.EscapeDataString($"{Campaign}/{Id}")}?id={Id}"))
        {
            var record = await told.JsonAsync();
            Assert.Contains(Values["tier"], record.GetRawText(), StringComparison.Ordinal);
            Assert.Contains(record.GetProperty("events").EnumerateArray(), click => click.GetProperty("segments").GetRawText().Contains(Values["tier"], StringComparison.Ordinal));
        }

        using (var held = await stage.Node.Http.GetAsync($"/v1/profiles/{Id}"))
        {
            var attributes = (await held.JsonAsync()).GetProperty("attributes");
            Assert.Equal((Values["firstname"], Values["points"]), (attributes.GetProperty("first_name").Text("value"), attributes.GetProperty("points").Text("given")));
        }

        using var erased = await stage.Node.Http.DeleteAsync($"/v1/profiles/{Id}");
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        var receipt = await erased.JsonAsync();
        Assert.True(receipt.GetProperty("erased").GetProperty("redis").GetInt32() > 0, receipt.GetRawText());
        Assert.All(new[] { "decisions", "messages", "events", "consents" }, kind => Assert.True(receipt.GetProperty("erased").GetProperty(kind).GetInt32() > 0, receipt.GetRawText()));
        Assert.True(receipt.GetProperty("erased").GetProperty("identifiers").GetInt32() >= 3, receipt.GetRawText());

        // A render may ask the CRM again; nothing of it may stay either.
        foreach (var node in stage.Nodes)
        {
            await EveryDoorAsync(node, stage.Sandbox);
        }

        var spans = collector.Of("/v1/traces").Count;
        await Renderer.Tests.Infrastructure.Eventually.TrueAsync(() => collector.Of("/v1/traces").Count > spans || collector.Of("/v1/traces").Count > 5);
        await Task.Delay(1000);
        var everything = await EverythingAsync(stage, redis, collector);
        foreach (var kind in new[] { "Redis", "file", "log", "traces", "metrics" })
        {
            Assert.Contains(everything, each => each.Where.StartsWith(kind, StringComparison.Ordinal) && each.Bytes.Length > 0);
        }

        var found = everything.SelectMany(each => Planted.SelectMany(text => text.In(each.Bytes).Select(form => $"'{text}' {form} in {each.Where}: {Near(text, each.Bytes)}"))).ToList();
        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join('\n', found.Take(12))}");
        var hash = Encoding.ASCII.GetBytes(receipt.Text("receipt")!);
        Assert.Contains(everything, each => each.Where.Contains("ledger.db", StringComparison.Ordinal) && each.Bytes.AsSpan().IndexOf(hash) >= 0);
    }

    [Fact]
    public void The_scan_finds_what_is_there_in_each_form()
    {
        foreach (var text in Values.Values)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            var forms = new Dictionary<string, byte[]>
            {
                ["plain"] = utf8,
                ["upper case"] = [.. utf8.Select(each => each is >= (byte)'a' and <= (byte)'z' ? (byte)(each - 32) : each)],
                ["percent"] = Encoding.ASCII.GetBytes(Uri.EscapeDataString(text)),
                ["json"] = JsonSerializer.SerializeToUtf8Bytes(text),
                ["hex"] = Encoding.ASCII.GetBytes(Convert.ToHexString(utf8)),
                ["lower hex"] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)),
                ["utf-16"] = Encoding.Unicode.GetBytes(text),
                ["lower"] = Encoding.UTF8.GetBytes(text.ToLowerInvariant()),
            };
            for (var before = 0; before < 3; before++)
            {
                for (var after = 0; after < 3; after++)
                {
                    var inner = Convert.ToBase64String([.. "ab"u8[..before], .. utf8, .. "yz"u8[..after]]);
                    forms[$"base64 {before} {after}"] = Encoding.ASCII.GetBytes($"data={inner};");
                    forms[$"base64url {before} {after}"] = Encoding.ASCII.GetBytes(inner.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
                }
            }

            var planted = new PlantedText(text);
            Assert.All(forms, form => Assert.True(planted.In((byte[])[1, 2, 3, .. form.Value, 4, 5]).Any(), $"'{text}' as {form.Key}"));
            Assert.Empty(planted.In("nothing of anybody"u8.ToArray()));
        }
    }

    private static async Task<string> WorkspaceAsync()
    {
        var folder = Folders.Copy(Repository.Workspace("basic"), Directory.CreateTempSubdirectory("renderer-erasure-").FullName);
        Directory.CreateDirectory(Path.Combine(folder, "letter"));
        await File.WriteAllTextAsync(Path.Combine(folder, "letter", "template.yaml"), "subject: Hello {{ profile.first_name }}\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "letter", "body.html"), "<p>Hello {{ profile.first_name }} {{ profile.last_name }} {{ profile.bio }} {{ profile.points }} {{ profile.customer_number }}</p>");
        return folder;
    }

    private static async Task EveryDoorAsync(RendererNode node, SandboxNode sandbox)
    {
        var http = node.Http;
        await http.PutAsJsonAsync($"/v1/consent/{Id}", new { tracking = true, personalization = true });
        var sealing = node.Services.GetRequiredService<ISealing>();
        node.Services.GetRequiredService<OpenEvents>().Write(new OpenEvent
        {
            Workspace = WorkspaceName.Default,
            At = Instant.From(TimeProvider.System.GetUtcNow()),
            Kind = OpenKind.Click,
            Class = OpenClass.Person,
            Person = PersonNames.Opaque(sealing, WorkspaceName.Default, Identifier.Id(Id)),
            Message = MessageNames.HashOf($"{Campaign}/{Id}"),
            Template = "hello",
            Slot = "hero",
            Segments = [Values["tier"], Values["city"]],
        });
        var email = Uri.EscapeDataString(Email);
        foreach (var person in new object[] { new { id = Id }, new { email = Email }, new { customer_number = Number } })
        {
            foreach (var template in new[] { "hello", "letter" })
            {
                await http.PostAsJsonAsync($"/v1/render/{template}", new { recipient = person, message_id = $"{Campaign}/{Id}", data = new { order = new { total = Given[0] } } });
                await http.PostAsJsonAsync($"/v1/render/{template}", new { recipient = person, profile = new { first_name = Given[1] }, message_id = $"{Campaign}/{Email}" });
                await http.PostAsJsonAsync("/v1/preview", new { template, recipient = person });
            }

            await http.PostAsync("/v1/render/letter/batch?message_id=" + Campaign, new StringContent(JsonSerializer.Serialize(person) + "\n", Encoding.UTF8, "application/x-ndjson"));
        }

        foreach (var path in new[]
        {
            $"/v1/render/letter?id={Id}&message_id={Campaign}", $"/v1/render/letter?email={email}&data.x={Given[0]}", $"/v1/profiles/{Id}", $"/v1/profiles?email={email}",
            $"/v1/profiles?customer_number={Number}", $"/v1/messages/{Campaign}%2F{Id}?email={email}", $"/v1/messages/{Campaign}?id={Id}", $"/v1/consent/{Id}", $"/v1/consent?email={email}", $"/v1/{Id}?q={email}", $"/v1/render/hello?id={Id}&nonsense={Number}",
        })
        {
            await http.GetAsync(path);
        }

        // What stands in a mail, opened by a client that says who and where it is.
        var mint = new Mint(node);
        using (var client = mint.Client(Given[2]))
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", Given[3]);
            foreach (var facts in new[] { mint.Facts(Id), mint.Facts(Id) with { Person = Identifier.Email(Email) } })
            {
                foreach (var (purpose, path) in new[]
                {
                    (LinkPurpose.Image, "/i/{0}.png"), (LinkPurpose.Click, "/c/{0}"), (LinkPurpose.Pixel, "/o/{0}.gif"), (LinkPurpose.Web, "/w/{0}"), (LinkPurpose.Consent, "/u/{0}"),
                })
                {
                    await client.GetAsync(string.Format(null, path, mint.Token(purpose, facts)));
                }
            }
        }

        await http.PostAsJsonAsync("/v1/profiles/expire", new { ids = new[] { Id }, emails = new[] { Email }, attributes = new[] { "bio" } });
        await sandbox.PatchAsync(Id, new { bio = Values["bio"], city = Values["city"] });
        await http.PostAsJsonAsync("/v1/render/letter", new { recipient = new { id = Id } });
    }

    private static async Task<IReadOnlyList<(string Where, byte[] Bytes)>> EverythingAsync(Stage stage, RedisServer redis, OtlpSink collector)
    {
        var all = new List<(string Where, byte[] Bytes)>(await RedisDump.ReadAsync(redis.ConnectionString));
        foreach (var path in Directory.EnumerateFiles(stage.Folder, "*", SearchOption.AllDirectories))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes);
            all.Add(($"file {Path.GetRelativePath(stage.Folder, path)}", bytes.ToArray()));
        }

        foreach (var node in stage.Nodes)
        {
            all.AddRange(node.Logs.Lines.Select(line => ("log", Encoding.UTF8.GetBytes(line))));
            all.Add(("metrics", await node.Http.GetByteArrayAsync("/metrics")));
            all.Add(("health", await node.Http.GetByteArrayAsync("/health/ready")));
            all.Add(("audit", await node.Http.GetByteArrayAsync("/v1/audit?limit=500")));
        }

        all.AddRange(collector.Of("/v1/traces").Select(body => ("traces", body)));
        all.AddRange(collector.Of("/v1/metrics").Select(body => ("metrics exported", body)));
        return all;
    }

    private static string Near(PlantedText text, byte[] bytes)
    {
        var at = Encoding.Latin1.GetString(bytes).IndexOf(text.ToString(), StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : Encoding.Latin1.GetString(bytes.AsSpan(Math.Max(0, at - 80), Math.Min(200, bytes.Length - Math.Max(0, at - 80))));
    }
}
