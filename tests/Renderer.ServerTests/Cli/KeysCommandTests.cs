using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Links;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Cli;

/// <summary>The command as an operator runs it, beside a running node.</summary>
public sealed class KeysCommandTests
{
    [Fact]
    public async Task A_pair_for_SES_is_shown_once_and_a_running_node_knows_it()
    {
        await using var stage = await Stage.StartAsync();
        var made = await RunAsync(stage, "keys", "new", "default", "--role", "send", "--label", "SES", "--ses");
        var lines = made.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("AWS_ACCESS_KEY_ID=RNDR", lines[0], StringComparison.Ordinal);
        Assert.True(stage.Node.Services.GetRequiredService<AccessPairs>().TryRead(lines[0].Split('=')[1], out var name, out var secret));
        Assert.Equal("AWS_SECRET_ACCESS_KEY=" + secret, lines[1]);
        var key = await stage.Node.Services.GetRequiredService<AccessKeys>().FindSigningAsync(name);
        Assert.Equal((Role.Send, "SES"), (key!.Roles, key.Label));

        var list = await RunAsync(stage, "keys", "list", "default");
        Assert.Contains($"{name}  ", list, StringComparison.Ordinal);
        Assert.Contains("ses  ", list, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, list, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(Stage stage, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Renderer.Server.dll"), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Renderer__Secrets"] = Path.Combine(stage.Folder, "secrets");
        start.Environment["Renderer__State"] = Path.Combine(stage.Folder, "state-0");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
