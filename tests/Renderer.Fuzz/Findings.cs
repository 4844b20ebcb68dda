using System.Security.Cryptography;

namespace Renderer.Fuzz;

/// <summary>What was found, each as a file that <c>try</c> takes; of the same kind only a few.</summary>
/// <param name="folder">Where.</param>
internal sealed class Findings(string folder)
{
    private const int MostOfAKind = 5;

    // Not to be tried again in a process that must live.
    private const string Deadly = ".deadly.input";
    private readonly Dictionary<string, int> kinds = [];

    public int Count { get; private set; }

    /// <summary>A worker's: it is only believed of the engine without instruments, which cost time.</summary>
    public void Suspect(Input input, string fault)
    {
        // A time or an amount differs each time.
        var kind = Doors.All[input.Door].Name + " " + new string([.. fault.Where(c => !char.IsAsciiDigit(c))]);
        kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        if (kinds[kind] <= MostOfAKind)
        {
            Write(input, ".input");
        }
    }

    /// <summary>What ended the worker, or hung.</summary>
    public void Add(Input input, string fault) => Say(Write(input, Deadly), input, fault);

    /// <summary>Tries again what workers suspect, and forgets what is fine.</summary>
    public void Confirm()
    {
        var workspace = Worker.Empty();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.input") : [])
        {
            if (file.EndsWith(Deadly, StringComparison.Ordinal))
            {
                continue;
            }

            var input = Input.OfFile(File.ReadAllBytes(file));
            if (Judge.Fault(workspace, input) is { } fault)
            {
                Say(file, input, fault);
            }
            else
            {
                File.Delete(file);
            }
        }
    }

    private string Write(Input input, string ending)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(input.ToFile()))[..12] + ending);
        File.WriteAllBytes(path, input.ToFile());
        return path;
    }

    private void Say(string file, Input input, string fault)
    {
        Count++;
        Console.WriteLine($"FOUND {fault}; {Doors.All[input.Door].Name}, {input.Source.Length} bytes: {file}");
    }
}
