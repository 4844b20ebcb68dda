using System.Diagnostics;

namespace Renderer.Server.Hosting;

/// <summary>Runs the sandbox beside the server in Development: a child that ends when its standard input closes, so never an orphan.</summary>
internal sealed partial class SandboxChild(ServerOptions options, ILogger<SandboxChild> log) : IHostedLifecycleService, IDisposable
{
    /// <summary>Known to everybody, which is why it opens the sandbox alone.</summary>
    public const string ClientSecret = "sandbox-secret";

    /// <summary>Signs the sandbox's hooks; known to everybody likewise.</summary>
    public const string HookSecret = "sandbox-hook-secret";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private Process? process;

    /// <summary>The sandbox's program: built beside the server's, and no part of what is published.</summary>
    public static string Program =>
        Path.Combine(AppContext.BaseDirectory.Replace("Renderer.Server", "Renderer.Sandbox", StringComparison.Ordinal), "Renderer.Sandbox.dll");

    /// <summary>Starts it before anything else does: it gets ready while templates are read.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Program))
        {
            Log.NotBuilt(log);
            return Task.CompletedTask;
        }

        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { Program },
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_URLS"] = options.SandboxUrl;
        start.Environment["Renderer__Sandbox__ParentStdin"] = "true";
        start.Environment["Renderer__Sandbox__ClientSecret"] = ClientSecret;
        start.Environment["Renderer__Sandbox__HookSecret"] = HookSecret;
        start.Environment.TryAdd("Renderer__Sandbox__HookUrl", options.PublicUrl + "/hooks/default/sandbox"); // somebody may have said another, or none
        process = Process.Start(start);
        return Task.CompletedTask;
    }

    /// <summary>Waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (process is not null && !await ReadyAsync(process, cancellationToken))
        {
            throw new StartupFault(
                $"The sandbox could not start at {options.SandboxUrl}: {await FirstLineAsync(process)} Set Renderer__Sandbox__Url to a free address, or Renderer__Sandbox__Start=false.");
        }
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (process is not { HasExited: false } child)
        {
            return;
        }

        child.StandardInput.Close();
        try
        {
            await child.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(2), cancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
        }
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => process?.Dispose();

    private async Task<bool> ReadyAsync(Process child, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < Patience + Patience && !child.HasExited;)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(options.SandboxUrl + "/health/live"), cancellationToken);
                if (answer.IsSuccessStatusCode && !child.HasExited)
                {
                    _ = child.StandardError.ReadToEndAsync(cancellationToken);
                    return true;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(50, cancellationToken);
            }
        }

        return false;
    }

    private static async Task<string> FirstLineAsync(Process child)
    {
        if (!child.HasExited)
        {
            child.Kill(entireProcessTree: true);
        }

        return await child.StandardError.ReadLineAsync() ?? "it ended without a word.";
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The sandbox is not built beside the server, so none was started. Run from source, or set Renderer__Sandbox__Start=false.")]
        public static partial void NotBuilt(ILogger logger);
    }
}
