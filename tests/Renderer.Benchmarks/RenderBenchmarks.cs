using BenchmarkDotNet.Attributes;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Benchmarks;

/// <summary>A template and a person to a mail: what one render costs without any door, CRM or cache.</summary>
[MemoryDiagnoser]
public class RenderBenchmarks
{
    private static readonly Dictionary<string, string> Nothing = [];
    private Template template = null!;
    private Profile person = null!;

    /// <summary>Which of the shipped templates.</summary>
    [Params("welcome", "cart", "newsletter")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Load()
    {
        template = Samples.Load().Find(Name) ?? throw new InvalidOperationException($"{Name} has no good version");
        person = Samples.Longest(template);
    }

    /// <summary>Rules alone.</summary>
    [Benchmark]
    public int Decide() => template.Decide(Scope(), Nothing, default).Count;

    /// <summary>Rules and all parts but AMP.</summary>
    [Benchmark]
    public int DecideAndRender() => Rendered([.. template.Parts.Where(part => part != Part.Amp)]);

    /// <summary>Rules and all parts: what a render asks for that names none.</summary>
    [Benchmark]
    public int DecideAndRenderAll() => Rendered(template.Parts);

    /// <summary>Rules and the AMP alone, checked.</summary>
    [Benchmark]
    public int DecideAndRenderAmp() => Rendered([Part.Amp]);

    /// <summary>Rules and the HTML alone: what a pull asks for.</summary>
    [Benchmark]
    public int DecideAndRenderHtml() => Rendered([Part.Html]);

    private int Rendered(IReadOnlyCollection<Part> parts)
    {
        var scope = Scope();
        var mail = template.Render(scope, template.Decide(scope, Nothing, default), parts, default);
        return (mail.Html ?? mail.Amp)!.Length;
    }

    // Anew for each message, as a door does: parsing the person is part of the cost.
    private RenderScope Scope() => new() { Profile = person, Now = DateTimeOffset.UnixEpoch.AddYears(56) };
}
