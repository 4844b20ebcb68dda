namespace Renderer.Fuzz;

/// <summary>Runs inputs from files, on the engine as it is built.</summary>
internal static class Again
{
    public static int Run(string[] files)
    {
        var workspace = Worker.Empty();
        var faults = 0;
        foreach (var file in files)
        {
            var fault = Judge.Fault(workspace, Input.OfFile(File.ReadAllBytes(file)));
            faults += fault is null ? 0 : 1;
            Console.WriteLine($"{file}: {fault ?? "fine"}");
        }

        return faults == 0 ? 0 : 1;
    }
}
