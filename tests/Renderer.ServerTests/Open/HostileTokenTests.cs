using System.Net;
using Renderer.Links;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open;

/// <summary>A token that is not ours is 404, at every door, and nobody logs it; whoever has a genuine one is never turned away.</summary>
public sealed class HostileTokenTests
{
    private const string Right = "links.right.example";

    private static readonly (string Path, LinkPurpose Purpose)[] Doors =
        [("/o/{0}.gif", LinkPurpose.Pixel), ("/u/{0}", LinkPurpose.Consent), ("/i/{0}.png", LinkPurpose.Image), ("/c/{0}", LinkPurpose.Click), ("/w/{0}", LinkPurpose.Web)];

    [Fact]
    public async Task Forged_cut_changed_and_foreign_tokens_are_unknown_and_leave_no_trace()
    {
        await using var stage = await Stage.StartAsync();
        var mint = new Mint(stage.Node);
        using var client = mint.Client();
        using var foreignKeys = new TestKeys();
        var foreign = new LinkTokens(foreignKeys.Ring, [WorkspaceName.Default]);
        _ = WorkspaceName.TryParse("elsewhere", out var elsewhere);
        var random = new Random(1);
        foreach (var (path, purpose) in Doors)
        {
            var genuine = mint.Token(purpose);
            await AnswersAsync(client, path, genuine, HttpStatusCode.OK);
            await AnswersAsync(client, path, genuine.ToUpperInvariant(), HttpStatusCode.OK);
            var before = stage.Node.Logs.Lines.Count;
            List<string> hostile =
            [
                "x", "a", new string('a', 60), new string('a', 200), new string('a', 201), new string('7', 3000), genuine[..^1], genuine + "a", genuine[1..],
                "..", "%2e%2e%2f", "\u00e4\u2603", genuine.Insert(20, "%20"),
                foreign.Mint(purpose, mint.Facts()).Text,
                mint.Token(purpose, mint.Facts(workspace: elsewhere)),
                .. Enum.GetValues<LinkPurpose>().Where(other => other != purpose).Select(other => mint.Token(other)),
                .. Enumerable.Range(0, genuine.Length).Select(at => Flipped(genuine, at)),
                .. Enumerable.Range(0, 50).Select(_ => Random(random, genuine.Length)),
            ];
            foreach (var token in hostile.Where(token => token != genuine))
            {
                await AnswersAsync(client, path, token, HttpStatusCode.NotFound);
            }

            Assert.Equal(before, stage.Node.Logs.Lines.Count);
        }
    }

    [Fact]
    public async Task Under_another_workspaces_name_a_link_is_unknown()
    {
        await using var stage = await Stage.StartAsync();
        var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "right"));
        await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), $"\nlink_domain: https://{Right}\n");
        var node = await stage.AddNodeAsync(settings: new() { ["Workspaces:right:Folder"] = folder });
        _ = WorkspaceName.TryParse("right", out var right);
        var mint = new Mint(node);
        using var client = mint.Client();
        foreach (var (path, purpose) in Doors)
        {
            await AnswersAsync(client, path, mint.Token(purpose, mint.Facts(workspace: right)), HttpStatusCode.OK, Right);
            await AnswersAsync(client, path, mint.Token(purpose, mint.Facts()), HttpStatusCode.NotFound, Right);
            await AnswersAsync(client, path, mint.Token(purpose, mint.Facts()), HttpStatusCode.OK, "proxy.internal");
        }
    }

    [Fact]
    public async Task A_link_that_is_cut_in_a_mail_client_is_answered_with_what_to_do()
    {
        await using var stage = await Stage.StartAsync();
        using var client = new Mint(stage.Node).Client();
        using var answer = await client.GetAsync("/u/abc");

        await answer.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    private static async Task AnswersAsync(HttpClient client, string path, string token, HttpStatusCode status, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, string.Format(null, path, token));
        request.Headers.Host = host;
        using var answer = await client.SendAsync(request);
        Assert.True(answer.StatusCode == status, $"{path} with {token}: {answer.StatusCode}, not {status}");
    }

    // The last character of base32 may have bits that stand for nothing; then it must be refused, or the token would have two spellings.
    private static string Flipped(string token, int at)
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz234567";
        var other = Letters[Letters.IndexOf(token[at], StringComparison.Ordinal) ^ 1];
        return token[..at] + other + token[(at + 1)..];
    }

    private static string Random(Random random, int length) =>
        string.Create(length, random, (text, source) => source.GetItems("abcdefghijklmnopqrstuvwxyz234567".AsSpan(), text));
}
