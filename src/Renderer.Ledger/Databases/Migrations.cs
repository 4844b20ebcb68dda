using System.Runtime.ExceptionServices;
using DbUp.Builder;
using Microsoft.Extensions.Logging;

namespace Renderer.Ledger;

/// <summary>The numbered files of the folder Migrations, each once and in order, by DbUp.</summary>
internal static partial class Migrations
{
    public static void Run(UpgradeEngineBuilder database, string bytes, string sequence, ILogger logger)
    {
        var result = database
            .WithScriptsEmbeddedInAssembly(typeof(Migrations).Assembly)
            .WithVariable("bytes", bytes)
            .WithVariable("sequence", sequence)
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            ExceptionDispatchInfo.Throw(result.Error);
        }

        foreach (var script in result.Scripts)
        {
            Log.Migrated(logger, script.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The ledger was brought up to {Script}.")]
        public static partial void Migrated(ILogger logger, string script);
    }
}
