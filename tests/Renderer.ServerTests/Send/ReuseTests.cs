using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Renderer.Templates;
using Renderer.Templates.Compiling;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>A batch of the shipped newsletter, with and without keeping what is the same for many: the same mails, at less cost.</summary>
public sealed class ReuseTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("RENDERER_LONG") == "1";
    private static readonly string Folder = Path.Combine(Repository.Root, "templates");
    private static readonly string All = Lines("");
    private static readonly string Html = Lines(",\"parts\":[\"html\"]");

    [Fact]
    public async Task A_batch_of_the_newsletter_costs_less_where_blocks_of_segments_are_reused()
    {
        await using var stage = await Stage.StartAsync(Folder);
        var (with, without) = (Load(stage, keeps: true), Load(stage, keeps: false));
        var library = stage.Node.Services.GetRequiredService<TemplateLibrary>();

        library.Put(without);
        var all = await MailsAsync(stage);
        library.Put(with);
        await MailsAsync(stage);
        var before = await ReusedAsync(stage);
        Assert.Equal(all, await MailsAsync(stage));
        var blocks = await ReusedAsync(stage) - before;
        Assert.True(blocks > 3000, $"{blocks} blocks of 1,000 mails were reused");

        foreach (var lines in new[] { Html, All })
        {
            var (less, more) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < (IsLong ? 12 : 4); round++)
            {
                library.Put(with);
                less = Math.Min(less, await CostAsync(stage, lines));
                library.Put(without);
                more = Math.Min(more, await CostAsync(stage, lines));
            }

            var figure = string.Create(CultureInfo.InvariantCulture, $"{(ReferenceEquals(lines, Html) ? "html" : "all parts")}: {less:0} us of CPU a mail with reuse, {more:0} without, {more / less:0.00}x; {blocks} blocks of 1,000 mails reused");
            TestContext.Current.TestOutputHelper?.WriteLine(figure);

            // Client, CRM and neighbours are in the figure, too: a short run may lose the difference in them.
            Assert.True(IsLong ? less < more : less < more * 1.15, figure);
        }
    }

    private static string Lines(string more) =>
        string.Join('\n', Enumerable.Range(1, 1000).Select(n => $$"""{"recipient":{"id":"p{{n:0000}}"}{{more}}}"""));

    private static TemplateWorkspace Load(Stage stage, bool keeps) => new WorkspaceLoader(
        WorkspaceName.Default, Folder, name => name == "SANDBOX_URL" ? stage.Sandbox.Url : null, null, TimeProvider.System) { Keeps = keeps }.Load();

    // Of the whole process, in microseconds a mail.
    private static async Task<double> CostAsync(Stage stage, string lines)
    {
        var start = Environment.CpuUsage.TotalTime;
        await AskAsync(stage, lines);
        return (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / 1000;
    }

    private static async Task<IReadOnlyList<string>> MailsAsync(Stage stage) => [.. (await AskAsync(stage, All))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
        .Select(mail => $"{mail.Text("outcome")} {mail.Text("subject")} {LinkTokenText.Bare(mail.Text("html"))} {LinkTokenText.Bare(mail.Text("text"))}")];

    private static async Task<string> AskAsync(Stage stage, string lines)
    {
        using var answer = await stage.Node.Http.PostAsync(
            "/v1/render/newsletter/batch?budget_ms=10000", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<double> ReusedAsync(Stage stage) => (await stage.Node.Http.GetStringAsync("/metrics"))
        .Split('\n')
        .Where(line => line.StartsWith("renderer_reused_blocks", StringComparison.Ordinal) && line.Contains("newsletter", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
