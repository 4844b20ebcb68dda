using BenchmarkDotNet.Attributes;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Benchmarks;

/// <summary>One mail in both languages, from stored bytes to UTF-8: Liquid is to cost what Scriban does.</summary>
[MemoryDiagnoser]
public class LanguageBenchmarks
{
    private static readonly Dictionary<string, string> Nothing = [];
    private Template template = null!;
    private Profile person = null!;

    /// <summary>What the mail is written in.</summary>
    [Params("scriban", "liquid")]
    public string Language { get; set; } = "";

    [GlobalSetup]
    public void Load()
    {
        template = (Language == "liquid" ? Samples.LoadInLiquid() : Samples.Load()).Find("welcome") ?? throw new InvalidOperationException("welcome has no good version");
        person = Samples.Longest(template);
        if (!template.IsCompiled)
        {
            throw new InvalidOperationException("it is interpreted: nothing to compare");
        }
    }

    [Benchmark]
    public int DecideAndRenderHtml()
    {
        var scope = new RenderScope { Profile = person, Now = DateTimeOffset.UnixEpoch.AddYears(56) };
        return template.Render(scope, template.Decide(scope, Nothing, default), [Part.Html], default).HtmlUtf8!.Value.Length;
    }
}
