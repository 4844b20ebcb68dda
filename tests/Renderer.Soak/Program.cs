using System.Globalization;

namespace Renderer.Soak;

internal static class Program
{
    private const string Usage = """
        Renderer.Soak chaos [SECONDS] [--seed N] [--only TEXT] [--patient]   faults (those whose name holds TEXT) each second on three nodes,
                                           Redis with a replica and the sandbox; an oracle checks every answer (1800);
                                           --patient: lateness is counted, and no objection
        Renderer.Soak fresh [SECONDS] [--lag MS]   how long changes take to be fresh on three nodes at 40 % of their maximum; every answer compared (1800)
        Both build nothing: `tests/soak` builds and starts them. Exit 1: the oracle objects.
        """;

    private static async Task<int> Main(string[] args)
    {
        var seconds = args is [_, var number, ..] && int.TryParse(number, CultureInfo.InvariantCulture, out var told) ? told : 1800;
        var bin = Option(args, "--bin") ?? AppContext.BaseDirectory;
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        switch (args)
        {
            case ["chaos", ..]:
                return await Chaos.RunAsync(bin, TimeSpan.FromSeconds(seconds), Number(args, "--seed", Environment.TickCount), Option(args, "--only"), args.Contains("--patient"), stop.Token);
            case ["fresh", ..]:
                return await Fresh.RunAsync(bin, TimeSpan.FromSeconds(seconds), Number(args, "--lag", 0), stop.Token);
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static int Number(string[] args, string name, int otherwise) =>
        Option(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
