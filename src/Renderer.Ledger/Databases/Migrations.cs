using System.Runtime.ExceptionServices;
using DbUp.Builder;
using Microsoft.Extensions.Logging;

namespace Renderer.Ledger;

/// <summary>The numbered files of the folder Migrations, each once and in order, by DbUp.</summary>
internal static class Migrations
{
    public static void Run(UpgradeEngineBuilder database, string bytes, string sequence, ILogger logger)
    {
        var result = database
            .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly)
            .WithVariable("bytes", bytes)
            .WithVariable("sequence", sequence)
            .WithTransactionPerScript()
            .LogTo(logger)
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            ExceptionDispatchInfo.Throw(result.Error);
        }
    }
}
