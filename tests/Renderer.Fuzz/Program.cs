using System.Globalization;

namespace Renderer.Fuzz;

internal static class Program
{
    private const string Usage = """
        Renderer.Fuzz [SECONDS] [--seed N] [--keep FOLDER]   fuzzes the templates' engine; 600 seconds unless told; exit 1 where something was found
        Renderer.Fuzz try FILE…                              runs inputs that were found, as often as it takes to trust the clock
        """;

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["work", var shared, var options]:
                return Worker.Run(shared, Options.Parse(options));
            case ["try", .. var files]:
                return Again.Run(files);
            case []:
                return Overseer.Run(new Options());
            case [var seconds, .. var rest] when int.TryParse(seconds, CultureInfo.InvariantCulture, out var limit) && Options.Read(limit, rest) is { } options:
                return Overseer.Run(options);
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
