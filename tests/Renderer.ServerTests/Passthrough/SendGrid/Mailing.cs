using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Renderer.ServerTests.Infrastructure;

namespace Renderer.ServerTests.Passthrough.SendGrid;

/// <summary>Requests as SendGrid's clients make them, and what each recipient gets of those that came.</summary>
internal static class Mailing
{
    /// <summary>A mail to some of the sandbox's people, each in a personalization of their own.</summary>
    public static JsonObject To(IEnumerable<int> people, string html = "<p>Hi</p>[[renderer:letter#hero]]", string subject = "[[renderer:letter]]") => new()
    {
        ["personalizations"] = new JsonArray([.. people.Select(person => new JsonObject { ["to"] = new JsonArray(new JsonObject { ["email"] = Address(person) }) })]),
        ["from"] = new JsonObject { ["email"] = "shop@brand.example" },
        ["subject"] = subject,
        ["content"] = new JsonArray(
            new JsonObject { ["type"] = "text/plain", ["value"] = "Hello" },
            new JsonObject { ["type"] = "text/html", ["value"] = html }),
    };

    public static string Address(int person) => $"p{person:0000}@people.example";

    public static async Task<HttpResponseMessage> SendAsync(this RendererNode node, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/esp/mail/v3/mail/send") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await node.Http.SendAsync(request);
    }

    /// <summary>What recipients get, merged as SendGrid merges: by address.</summary>
    public static Dictionary<string, Got> Outbox(this EspHost host)
    {
        var outbox = new Dictionary<string, Got>();
        foreach (var request in host.Came)
        {
            var mail = request.Json;
            foreach (var each in mail.GetProperty("personalizations").EnumerateArray())
            {
                var tags = each.TryGetProperty("substitutions", out var given) ? given.EnumerateObject().Select(tag => (tag.Name, Value: tag.Value.GetString()!)).ToList() : [];
                string Merge(string text) => tags.Aggregate(text, (merged, tag) => merged.Replace(tag.Name, tag.Value, StringComparison.Ordinal));
                var subject = each.TryGetProperty("subject", out var own) || mail.TryGetProperty("subject", out own) ? Merge(own.GetString()!) : null;
                var contents = mail.TryGetProperty("content", out var list)
                    ? list.EnumerateArray().ToDictionary(item => item.Text("type")!, item => Merge(item.Text("value")!))
                    : [];
                foreach (var to in each.GetProperty("to").EnumerateArray())
                {
                    outbox.Add(to.Text("email")!, new Got(subject, contents, each));
                }
            }
        }

        return outbox;
    }

    public static async Task<string> ErrorAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Xunit.Assert.True(answer.StatusCode == status, $"expected {status}, got {answer.StatusCode}: {text}");
        var error = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("errors")[0];
        Xunit.Assert.Equal(JsonValueKind.Null, error.GetProperty("field").ValueKind);
        return error.Text("message")!;
    }
}

/// <summary>What one recipient got.</summary>
internal sealed record Got(string? Subject, IReadOnlyDictionary<string, string> Contents, JsonElement Personalization)
{
    public string Html => Contents["text/html"];
}
