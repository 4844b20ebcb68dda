using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests;

/// <summary>The README's commands, run as they stand, all but the test command; ports and the folder that is written to are this test's own.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_commands_of_the_README_work()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-readme-").FullName;
        var (port, sandbox) = (FreePort.Next(), FreePort.Next());
        Folders.Copy(Path.Combine(Repository.Root, "templates"), Path.Combine(folder, "templates"));
        File.CreateSymbolicLink(Path.Combine(folder, "src"), Path.Combine(Repository.Root, "src"));
        var blocks = Block().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md")))
            .Select(match => match.Groups[1].Value).Where(block => !block.StartsWith("tests/run", StringComparison.Ordinal)).ToList();
        Assert.True(blocks.Count >= 7, "the README has its commands");
        Assert.StartsWith("dotnet run --project src/Renderer.Server\n", blocks[0], StringComparison.Ordinal);

        using var server = Start(blocks[0], folder, port, sandbox);
        try
        {
            var banner = await UntilAsync(server, "curl -s ");
            Assert.Contains("\"outcome\":\"live\"", await RunAsync(banner, folder, port, sandbox), StringComparison.Ordinal);
            var answers = new StringBuilder();
            foreach (var block in blocks.Skip(1))
            {
                answers.AppendLine(await RunAsync(block, folder, port, sandbox));
                await Task.Delay(block.Contains("templates/", StringComparison.Ordinal) ? 1000 : 0);
            }

            Assert.Contains("\"subject\":\"Ann, something for you\"", answers.ToString(), StringComparison.Ordinal);
            Assert.Contains("\"variant\":\"berliners\"", answers.ToString(), StringComparison.Ordinal);
            Assert.Contains("\"hook_status\":204", answers.ToString(), StringComparison.Ordinal);
            Assert.Contains("renderer_", answers.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string commands, string folder, int port, int sandbox)
    {
        using var process = Start(commands, folder, port, sandbox);
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"exit {process.ExitCode}: {commands}\n{output}");
        return output;
    }

    private static Process Start(string commands, string folder, int port, int sandbox)
    {
        var own = commands.Replace("5080", $"{port}", StringComparison.Ordinal).Replace("5081", $"{sandbox}", StringComparison.Ordinal)
            .Replace("dotnet run --project", "dotnet run --no-build --project", StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash") { ArgumentList = { "-c", own }, WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = $"http://localhost:{port}";
        start.Environment["Renderer__Sandbox__Url"] = $"http://localhost:{sandbox}";
        start.Environment["Renderer__State"] = Path.Combine(folder, "state");
        start.Environment["Renderer__Workspaces__default__Folder"] = Path.Combine(folder, "templates");
        return Process.Start(start)!;
    }

    private static async Task<string> UntilAsync(Process server, string text)
    {
        while (await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line.Trim();
            }
        }

        throw new InvalidOperationException("The server ended before its banner.");
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
