namespace Renderer.Server.Cli;

/// <summary>Where the user stood when the command was given.</summary>
internal static class Invoked
{
    /// <summary><c>dotnet run --project</c> moves into the project's folder; the shell's PWD still says where the user was.</summary>
    public static string From =>
        Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : Directory.GetCurrentDirectory();
}
