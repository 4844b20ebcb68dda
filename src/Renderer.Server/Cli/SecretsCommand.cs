using System.CommandLine;
using Renderer.Links;

namespace Renderer.Server.Cli;

/// <summary><c>secrets init|rotate &lt;directory&gt;</c>: the keys that seal and name things.</summary>
internal static class SecretsCommand
{
    public static Command Make()
    {
        var command = new Command("secrets", "Make or rotate the keys that seal what is stored.");
        command.Add(Sub("init", "Make the first keys in an empty directory.", (ring, folder) => $"Keys are in {folder}. Give every node this directory, and back it up: what it sealed cannot be opened without it."));
        command.Add(Sub("rotate", "Add new keys; the old ones still open.", (ring, folder) =>
        {
            ring.Rotate();
            return $"New keys are in {folder}; running nodes take them within seconds. Keep the old files: links in delivered mails need them.";
        }));
        return command;
    }

    private static Command Sub(string name, string description, Func<KeyRing, string, string> run)
    {
        var directory = new Argument<string>("directory") { Description = "The directory that Renderer__Secrets names." };
        var command = new Command(name, description) { directory };
        command.SetAction(parsed => CommandLine.GuardAsync(() =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(directory)!, Invoked.From);
            using var ring = KeyRing.Open(folder, TimeProvider.System, create: name == "init");
            Console.Out.WriteLine(run(ring, folder));
            return Task.FromResult(0);
        }));
        return command;
    }
}
