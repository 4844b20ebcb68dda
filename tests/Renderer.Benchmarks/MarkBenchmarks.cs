using System.Text;
using BenchmarkDotNet.Attributes;
using Renderer.Templates;

namespace Renderer.Benchmarks;

/// <summary>Marks in a rendered mail: what it costs to put links in their place, and to find that there are none.</summary>
[MemoryDiagnoser]
public class MarkBenchmarks
{
    private ReadOnlyMemory<byte> marked;
    private ReadOnlyMemory<byte> plain;
    private string address = "";

    [GlobalSetup]
    public void Load()
    {
        var template = Samples.Load().Find("newsletter") ?? throw new InvalidOperationException("newsletter has no good version");
        var scope = new RenderScope { Profile = Samples.Longest(template), Now = DateTimeOffset.UnixEpoch.AddYears(56) };
        marked = template.Render(scope, template.Decide(scope, new Dictionary<string, string>(), default), [Part.Html], default).HtmlUtf8!.Value;
        plain = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(LinkMarks.Replace(marked, mark => mark.Destination ?? "").Span));
        address = $"https://links.example/c/{new string('t', 180)}";
    }

    /// <summary>A mail with its links.</summary>
    [Benchmark]
    public int Replace() => LinkMarks.Replace(marked, _ => address).Length;

    /// <summary>A mail without.</summary>
    [Benchmark]
    public int NothingToReplace() => LinkMarks.Replace(plain, _ => address).Length;
}
