using System.Globalization;

namespace Renderer.Soak;

internal static class Program
{
    private const string Usage = """
        Renderer.Soak chaos [SECONDS] [--seed N] [--only TEXT] [--patient]   faults (those whose name holds TEXT) each second on three nodes,
                                           Redis with a replica and the sandbox; an oracle checks every answer (1800);
                                           --patient: lateness is counted, and no objection
        Renderer.Soak fresh [SECONDS] [--lag MS]   how long changes take to be fresh on three nodes at 40 % of their maximum; every answer compared (1800)
        Renderer.Soak agree [MESSAGES] [--seed N]   mails opened in any order as picture, click, AMP list and web version on three nodes while people and
                                           template change; every policy is to keep its promise (10,000)
        Renderer.Soak opens [OPENS] [--seed N] [--only TEXT]   mails opened while Redis, ledger, CRM, template and disk fail: a genuine link never does (100,000)
        Renderer.Soak recorded [SECONDS]   opens at half of the most that three nodes take, PostgreSQL dead for 10 s: none is lost (60)
        Renderer.Soak pictures [SECONDS]   CPU of `GET /i` beside the same scene drawn in a process, and its time at half of the most (60)
        All build nothing: `tests/soak` builds and starts them. Exit 1: the oracle objects.
        """;

    private static async Task<int> Main(string[] args)
    {
        int? count = args is [_, var number, ..] && int.TryParse(number, CultureInfo.InvariantCulture, out var told) ? told : null;
        var span = TimeSpan.FromSeconds(count ?? 1800);
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
                return await Chaos.RunAsync(bin, span, Number(args, "--seed", Environment.TickCount), Option(args, "--only"), args.Contains("--patient"), stop.Token);
            case ["fresh", ..]:
                return await Fresh.RunAsync(bin, span, Number(args, "--lag", 0), stop.Token);
            case ["agree", ..]:
                return await Agree.RunAsync(bin, count ?? 10_000, Number(args, "--seed", Environment.TickCount), stop.Token);
            case ["opens", ..]:
                return await Opens.RunAsync(bin, count ?? 100_000, Number(args, "--seed", Environment.TickCount), Option(args, "--only"), stop.Token);
            case ["recorded", ..]:
                return await Recorded.RunAsync(bin, TimeSpan.FromSeconds(count ?? 60), stop.Token);
            case ["pictures", ..]:
                return await PictureCost.RunAsync(bin, TimeSpan.FromSeconds(count ?? 60), stop.Token);
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
