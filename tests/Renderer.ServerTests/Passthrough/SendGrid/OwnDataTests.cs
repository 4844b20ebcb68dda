using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Renderer.ServerTests.Passthrough.SendGrid;

/// <summary>Whatever the request looks like, nobody's data stands in anybody else's mail or variables.</summary>
public sealed partial class OwnDataTests
{
    private const string Mark = "[[renderer:letter#who]]";

    [Fact]
    public async Task Of_random_requests_everybody_gets_their_own_and_nobody_elses()
    {
        await using var host = await EspHost.StartAsync();
        await using var stage = await host.StageAsync();
        var random = new Random(29);
        for (var round = 0; round < 60; round++)
        {
            host.Came.Clear();
            var people = Enumerable.Range(1, 300).OrderBy(_ => random.Next()).Take(random.Next(1, 40)).ToList();
            using var answer = await stage.Node.SendAsync(Request(random, new Queue<int>(people)).ToJsonString());
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            var outbox = host.Outbox();
            Assert.Equal(people.Select(Mailing.Address).Order(), outbox.Keys.Order());
            foreach (var (address, got) in outbox)
            {
                Assert.DoesNotContain("[[renderer.", got.Subject + string.Concat(got.Contents.Values), StringComparison.Ordinal);
                Assert.Contains($"<i>{address}</i>", got.Html, StringComparison.Ordinal);
                var about = Shown().Matches(got.Subject + string.Concat(got.Contents.Values) + got.Personalization.GetRawText().Replace("\"email\":\"", "", StringComparison.Ordinal));
                Assert.All(about, match => Assert.Equal(address, match.Groups[1].Value));
            }
        }
    }

    private static JsonObject Request(Random random, Queue<int> people)
    {
        var personalizations = new JsonArray();
        while (people.Count > 0)
        {
            var one = new JsonObject();
            Action[] members =
            [
                () => one["to"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).TakeWhile(_ => people.Count > 0).Select(_ => (JsonNode)new JsonObject { ["email"] = Mailing.Address(people.Dequeue()) })]),
                () => Perhaps(random, () => one["subject"] = $"own {Mark}"),
                () => Perhaps(random, () => one["substitutions"] = new JsonObject { ["-own-"] = $"[{Mark}]", ["-x-"] = new string('x', random.Next(4) == 0 ? 9_960 : 3) }),
                () => Perhaps(random, () => one["cc"] = new JsonArray(new JsonObject { ["email"] = "boss@brand.example" })),
                () => Perhaps(random, () => one["bcc"] = new JsonArray()),
                () => Perhaps(random, () => one["headers"] = new JsonObject { ["X-A"] = "b" }),
                () => Perhaps(random, () => one["custom_args"] = new JsonObject()),
            ];
            random.Shuffle(members);
            foreach (var add in members)
            {
                add();
            }

            personalizations.Add(one);
        }

        var mail = new JsonObject
        {
            ["from"] = new JsonObject { ["email"] = "shop@brand.example" },
            ["subject"] = random.Next(2) == 0 ? "Hi" : $"For {Mark}",
            ["content"] = new JsonArray(
                new JsonObject { ["type"] = "text/plain", ["value"] = random.Next(2) == 0 ? $"plain {Mark}" : "plain" },
                new JsonObject { ["type"] = "text/html", ["value"] = $"{(random.Next(3) == 0 ? "[[renderer:long]]" : "")}<p>-own-</p>{Mark}{Mark}" }),
        };
        mail.Insert(random.Next(4), "personalizations", personalizations);
        return mail;
    }

    private static void Perhaps(Random random, Action action)
    {
        if (random.Next(2) == 0)
        {
            action();
        }
    }

    [GeneratedRegex("(?:<i>|\\\\u003Ci\\\\u003E|own |For |plain )(p[0-9]{4}@people\\.example)", RegexOptions.NonBacktracking)]
    private static partial Regex Shown();
}
