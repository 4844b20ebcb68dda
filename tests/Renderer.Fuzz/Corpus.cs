using System.Text;

namespace Renderer.Fuzz;

/// <summary>The known inputs: those of the repository at first, then each that took a new edge.</summary>
/// <param name="chance">What decides.</param>
internal sealed class Corpus(Random chance)
{
    // Where templates are, and where cases of tests are: whatever looks like a source is one.
    private static readonly string[] Folders = ["templates", "tests/Renderer.Tests/Templates", "tests/Renderer.Fuzz/Found"];
    private static readonly string[] Endings = [".html", ".txt", ".yaml", ".liquid", ".sbn"];
    private readonly List<Input> inputs = [];

    public int Count => inputs.Count;

    public void Add(Input input) => inputs.Add(input);

    /// <summary>A known input; the newer half is taken more often.</summary>
    public Input Next() => inputs[chance.Next(3) == 0 ? chance.Next(inputs.Count) : inputs.Count - 1 - chance.Next((inputs.Count + 1) / 2)];

    /// <summary>What the repository has, each at every door that it may fit.</summary>
    public static IEnumerable<Input> Seeds()
    {
        var root = Root();
        foreach (var file in Folders.Select(f => Path.Combine(root, f)).Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            var bytes = Path.GetExtension(file) == ".input" || Endings.Contains(Path.GetExtension(file)) ? File.ReadAllBytes(file) : [];
            if (Path.GetExtension(file) == ".input")
            {
                yield return Input.OfFile(bytes);
            }
            else if (bytes.Length is > 0 and <= Input.MostBytes)
            {
                for (var door = 0; door < Doors.All.Count; door++)
                {
                    yield return new Input(door, bytes);
                }
            }
        }

        for (var i = 0; i < Tokens.All.Length; i++)
        {
            yield return new Input(i % Doors.All.Count, Encoding.UTF8.GetBytes(Tokens.All[i]));
        }
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(Environment.CurrentDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Renderer.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException("Run it from the work tree: its templates and cases are where it begins.");
    }
}
