using System.Diagnostics;

namespace Renderer.Tests.Infrastructure;

/// <summary>A server that a test starts. It ends with the test run, however that ends: its shell waits on a pipe that closes with us.</summary>
internal sealed class GuardedProcess : IDisposable
{
    private const string Script = """
        "$@" >&2 & server=$!
        echo $server
        cat >/dev/null
        kill -QUIT $server 2>/dev/null
        wait $server
        """;

    private readonly Process shell;

    private GuardedProcess(Process shell, int id) => (this.shell, Id) = (shell, id);

    /// <summary>The server's process id.</summary>
    public int Id { get; }

    public static async Task<GuardedProcess> StartAsync(string command, params IEnumerable<string> arguments)
    {
        var shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script, "sh", command, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        shell.ErrorDataReceived += (_, _) => { };
        shell.BeginErrorReadLine();
        return new GuardedProcess(shell, int.Parse((await shell.StandardOutput.ReadLineAsync())!, provider: null));
    }

    /// <summary>Runs a command to its end, and throws with what it said when it failed.</summary>
    public static async Task RunAsync(string command, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} ended with {process.ExitCode}: {string.Concat(said)}");
        }
    }

    /// <summary>Ends the server at once, as a crash would, and waits until it is gone.</summary>
    /// <param name="signal">KILL; QUIT for PostgreSQL, whose children would outlive a KILL.</param>
    public async Task KillAsync(string signal = "KILL")
    {
        await RunAsync("kill", $"-{signal}", $"{Id}");
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!shell.HasExited)
        {
            shell.StandardInput.Close();
            shell.WaitForExit(TimeSpan.FromSeconds(10));
        }

        shell.Dispose();
    }
}
