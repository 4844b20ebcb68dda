namespace Renderer.Server;

/// <summary>The program: the server without a command, else what the command says.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => Cli.CommandLine.RunAsync(args);
}
