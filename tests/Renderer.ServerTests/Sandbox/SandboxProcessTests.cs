using System.Diagnostics;
using Renderer.Sandbox;
using Xunit;

namespace Renderer.ServerTests.Sandbox;

public sealed class SandboxProcessTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task As_a_child_it_is_quiet_and_ends_when_its_input_closes(bool upFirst)
    {
        using var process = Start("http://127.0.0.1:0", child: true);
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await process.StandardInput.WriteLineAsync("still here");
            await Task.Delay(upFirst ? 3_000 : 0, limit.Token);
            Assert.False(process.HasExited);
            process.StandardInput.Close();

            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill();
        }

        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task Alone_it_says_what_it_offers()
    {
        using var process = Start("http://127.0.0.1:0", child: false);
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var line = await process.StandardOutput.ReadLineAsync(limit.Token);
            var url = line!.Split(' ')[5];
            using var http = new HttpClient();

            Assert.Contains("p0001 to p1000, and g0000001 to g0000003", line, StringComparison.Ordinal);
            Assert.Equal("live", await http.GetStringAsync(url + "/health/live", limit.Token));
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_taken_port_is_one_line_that_names_the_setting()
    {
        await using var other = await RunningSandbox.StartAsync();
        using var process = Start(other.Url.GetLeftPart(UriPartial.Authority), child: false);
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill();
        }

        Assert.Equal(1, process.ExitCode);
        var error = await process.StandardError.ReadToEndAsync();
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("ASPNETCORE_URLS", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("People", "-1")]
    [InlineData("TokenSeconds", "soon")]
    [InlineData("HookUrl", "ftp://x")]
    public void A_setting_that_cannot_be_is_named(string name, string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => SandboxHost.Build([$"--Renderer:Sandbox:{name}={value}"]));

        Assert.Contains("Renderer__Sandbox__" + name, error.Message, StringComparison.Ordinal);
    }

    private static Process Start(string url, bool child)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Renderer.Sandbox.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = url;
        start.Environment["Renderer__Sandbox__People"] = "3";
        start.Environment["Renderer__Sandbox__ParentStdin"] = child ? "true" : "false";
        return Process.Start(start)!;
    }
}
