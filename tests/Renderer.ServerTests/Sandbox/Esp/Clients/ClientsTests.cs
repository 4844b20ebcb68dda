using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp.Clients;

/// <summary>The vendors' own clients, unchanged but for base address and key, against the sandbox.</summary>
public sealed class ClientsTests
{
    private static readonly string[] Good = ["single", "batch", "personalized", "templated", "batch templated", "batch in part", "attachment", "large", "amp", "mime"];

    [Fact]
    public async Task Every_vendors_client_sends_and_is_told_what_is_wrong_in_its_own_way()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var targets = await ClientTargets.MakeAsync(sandbox);
        var url = sandbox.Url.ToString().TrimEnd('/');

        var lines = await NodeClients.RunAsync(targets.Config(_ => url, EspSandbox.Key, (SesTests.AccessKeyId, EspSandbox.Key), "<b>hero</b>"));

        ClientTargets.AllTried(lines);
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "tests")).FullName, "esp-clients.md"), ClientTargets.Table(lines, null));
        Assert.All(lines.Where(line => Good.Contains(line.Case)), line => Assert.True(IsGood(line), $"{line.Client}, {line.Case}: {line.Result}"));
        Assert.All(lines.Where(line => !Good.Contains(line.Case)), line => Assert.False(IsGood(line), $"{line.Client}, {line.Case}: {line.Result}"));
        var mails = await sandbox.MailsAsync();
        Assert.All(mails.Where(mail => mail.Text("html") is not null), mail => Assert.Contains("<b>hero</b>", mail.Text("html"), StringComparison.Ordinal));
        Assert.Equal(ClientTargets.Esps.Order(StringComparer.Ordinal), mails.Select(mail => mail.Text("esp")!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(5, mails.Count(mail => mail.Text("amp")?.Contains("amp4email", StringComparison.Ordinal) == true));
        Assert.Equal(8, mails.Count(mail => mail.GetProperty("attachments").GetArrayLength() == 1 && mail.GetProperty("attachments")[0].GetProperty("size").GetInt32() == 300 << 10));
    }

    [Fact]
    public async Task SendGrids_client_for_NET_does_likewise()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var targets = await ClientTargets.MakeAsync(sandbox);

        var lines = await DotNetSendGrid.RunAsync(sandbox.Url.ToString().TrimEnd('/'), EspSandbox.Key, "<b>hero</b>", targets.SendGridTemplate);

        Assert.All(lines.Where(line => Good.Contains(line.Case)), line => Assert.True(line.Returned.GetProperty("status").GetInt32() == 202, $"{line.Case}: {line.Result}"));
        Assert.Equal(
            ["single 202", "batch 202", "personalized 202", "templated 202", "attachment 202", "large 202", "amp 202", "error 400", "denied 401"],
            lines.Select(line => $"{line.Case} {line.Returned.GetProperty("status")}"));
        Assert.All(lines, line => Assert.Equal(line.Returned.GetProperty("status").GetInt32() == 202, line.Returned.Text("id") is not null));
        Assert.Equal(["<p>h</p><b>hero</b> Ann", "<p>h</p><b>hero</b> Bo"], (await sandbox.MailsAsync()).Where(mail => mail.Text("html")!.Contains("hero</b> ", StringComparison.Ordinal)).Select(mail => mail.Text("html")));
    }

    // Two clients resolve with what went wrong instead of raising it.
    private static bool IsGood(ClientLine line) =>
        !line.Result.StartsWith("raised", StringComparison.Ordinal)
        && !line.Result.StartsWith("{\"raised\"", StringComparison.Ordinal)
        && (line.Client != "resend" || line.Returned.GetProperty("data").ValueKind != System.Text.Json.JsonValueKind.Null);
}
