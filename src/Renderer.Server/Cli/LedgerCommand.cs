using Renderer.Ledger;
using Renderer.Server.Hosting;

namespace Renderer.Server.Cli;

/// <summary>Runs a command against the ledger that the configuration names, beside a running server or without one.</summary>
internal static class LedgerCommand
{
    public static Task<int> RunAsync(Func<IServiceProvider, Task<int>> run) => CommandLine.GuardAsync(async () =>
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddLogging();
        var options = ServerOptionsReader.Read(builder.Configuration, builder.Environment);
        builder.AddRooms(options with { StartSandbox = false });
        await using var app = builder.Build();
        try
        {
            return await run(app.Services);
        }
        catch (LedgerUnavailableException fault)
        {
            throw new StartupFault($"The ledger cannot do it now: {fault.Message}");
        }
    });
}
