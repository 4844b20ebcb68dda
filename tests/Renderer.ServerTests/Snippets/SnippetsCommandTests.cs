using System.Diagnostics;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary><c>snippets [template]</c>: the same tags without a server.</summary>
public sealed class SnippetsCommandTests
{
    [Fact]
    public async Task It_prints_what_to_do_and_the_tags_of_a_template()
    {
        var (exit, said, _) = await RunAsync("snippets", "offer", "--esp", "Braze");
        Assert.Equal(0, exit);
        Assert.StartsWith("Braze (esp=braze, ", said, StringComparison.Ordinal);
        Assert.Contains("1. Make a key: dotnet run --project src/Renderer.Server -- keys new default --role pull --template offer", said, StringComparison.Ordinal);
        Assert.Contains("{% connected_content https://r.example.com/v1/render/offer?format=json&id=", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_kind_alone_has_nothing_around_it()
    {
        var (exit, said, _) = await RunAsync("snippets", "offer", "--esp", "mailgun", "--tag", "html");
        Assert.Equal((0, "[[renderer:offer]]"), (exit, said.Trim()));
    }

    [Fact]
    public async Task Without_a_template_it_lists_the_ESPs()
    {
        var (exit, said, _) = await RunAsync("snippets");
        Assert.Equal(0, exit);
        Assert.Equal(15, said.Trim().Split('\n').Length);
    }

    [Theory]
    [InlineData("offer", "braz", "Did you mean 'braze'?")]
    [InlineData("ofer", "braze", "Did you mean 'offer'?")]
    public async Task A_mistake_is_said_in_one_line(string template, string esp, string said)
    {
        var (exit, _, complaint) = await RunAsync("snippets", template, "--esp", esp);
        Assert.Equal(1, exit);
        Assert.Contains(said, Assert.Single(complaint.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Said, string Complaint)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Renderer.Server.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Renderer__PublicUrl"] = "https://r.example.com";
        start.Environment["Renderer__Workspaces__default__Folder"] = Repository.Workspace("pull");
        using var command = Process.Start(start)!;
        var complaint = command.StandardError.ReadToEndAsync();
        var said = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return (command.ExitCode, said, await complaint);
    }
}
