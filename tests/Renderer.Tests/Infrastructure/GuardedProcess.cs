using System.Diagnostics;

namespace Renderer.Tests.Infrastructure;

/// <summary>A server that a test starts. It ends with the test run, however that ends: its shell waits on a pipe that closes with us.</summary>
internal sealed class GuardedProcess : IDisposable
{
    private const string Script = """
        signal=$1; shift
        "$@" >&2 & server=$!
        echo $server
        cat >/dev/null
        kill -$signal $server 2>/dev/null
        wait $server
        """;

    private readonly Process shell;

    private GuardedProcess(Process shell, int id) => (this.shell, Id) = (shell, id);

    /// <summary>The server's process id.</summary>
    public int Id { get; }

    /// <param name="signal">What ends it at once, as a crash would: KILL; QUIT for PostgreSQL, whose children outlive a KILL.</param>
    /// <param name="command">The server.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<GuardedProcess> StartAsync(string signal, string command, params IEnumerable<string> arguments)
    {
        var shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script, "sh", signal, command, .. arguments])
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

    /// <summary>Ends the server, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
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
