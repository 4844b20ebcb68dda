using System.CommandLine;
using Renderer.Links;
using Renderer.Server.Hosting;

namespace Renderer.Server.Cli;

/// <summary>The commands; without one, the server runs with the arguments as configuration.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Renderer: send-time and open-time personalization for email. Without a command, the server runs.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        root.Add(KeysCommand.Make());
        root.Add(CheckCommand.Make());
        root.Add(AttributesCommand.Make());
        root.Add(PublishCommand.Publish());
        root.Add(PublishCommand.Rollback());
        root.Add(PublishCommand.Versions());
        root.Add(SecretsCommand.Make());
        root.Add(SchemaCommand.Make());
        root.Add(SnippetsCommand.Make());
        root.SetAction((parsed, cancellationToken) => parsed.UnmatchedTokens is [var word, ..] && !word.StartsWith('-')
            ? UnknownAsync(word, root)
            : ServeCommand.RunAsync(args, cancellationToken));
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    /// <summary>Says what is wrong in one line instead of a stack trace.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception fault) when (fault is StartupFault or KeyRingException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static async Task<int> UnknownAsync(string word, RootCommand root)
    {
        string[] known = [.. root.Subcommands.Select(command => command.Name)];
        await Console.Error.WriteLineAsync($"'{word}' is no command. {Wire.Nearest.Suggest(word, known)} Without a command, the server runs.");
        return 2;
    }
}
