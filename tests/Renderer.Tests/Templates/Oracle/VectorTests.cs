using System.Diagnostics;
using System.Text.Json;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Oracle;

/// <summary>Templates that were made to kill a process: refused or bounded, compiled and interpreted.</summary>
public sealed class VectorTests
{
    // 100 ms and 64 MB are what is wanted; a busy machine and a cold start get more.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private const long MostBytes = 64L << 20;

    /// <summary>Our own, beside those of others: each was an advisory of some engine, or could be one of ours.</summary>
    public static readonly TheoryData<string> Own =
    [
        "{{ while true; end }}",
        "{{ x = 0; while x < 1000000000; x = x + 1; end }}",
        "{{ for i in 1..900; for j in 1..900; i; end; end }}",
        "{{ x = 'aaaaaaaaaaaaaaaa'; for i in 1..40; x = x + x; end }}",
        "{{ x = [1]; for i in 1..40; x = x | array.concat x; end }}",
        "{{ func f; f; end; f }}",
        "{{ func f(n); f(n + 1); end; f 0 }}",
        "{{ x = []; x[0] = x; x }}",
        "{{ x = {}; x.a = x; x | object.to_json }}",
        "{{ 'a' | string.pad_right 2000000000 }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | regex.match '^(a+)+$' }}",
        "{{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | string.replace 'a' 'bbbbbbbbbbbbbbbbbbbbbbbb' | string.size }}",
        "{{ [1] | array.insert_at 1000000000 2 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 1e308 * 1e308 }}",
        "{{ 99999999999999999999999999 * 99999999999999999999999999 }}",
        "{{ capture a }}{{ for i in 1..999 }}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{{ end }}{{ end }}{{ for i in 1..999 }}{{ a }}{{ end }}",
        "{{ -9223372036854775808 // -1 }}",
        "{{ 1 / 0 }}{{ 1 % 0 }}{{ 1 // 0 }}",
    ];

    [Theory]
    [MemberData(nameof(Own))]
    public void A_hostile_template_is_refused_or_bounded(string template) => Bounded(template);

    [Fact]
    public void The_vectors_of_advisories_are_refused_or_bounded()
    {
        if (SharedCases.Read("scriban/scriban_dos_vectors.json") is not { } all)
        {
            return;
        }

        foreach (var vector in all.GetProperty("vectors").EnumerateArray().Concat(all.GetProperty("from_scriban_tests").EnumerateArray()))
        {
            if (vector.GetProperty("lang").GetString() == "scriban")
            {
                Bounded(Source(vector));
            }
        }
    }

    private static string Source(JsonElement vector)
    {
        if (vector.TryGetProperty("template", out var template))
        {
            return template.GetString()!;
        }

        var made = vector.GetProperty("generate");
        var count = made.GetProperty("n").GetInt32();
        string Text(string name) => made.GetProperty(name).GetString()!;
        string Many(string name) => string.Concat(Enumerable.Repeat(Text(name), count));
        return Text("prefix") + Many("repeat_open") + Text("middle") + Many("repeat_close") + Text("suffix");
    }

    private static void Bounded(string template)
    {
        using var bench = new Workbench();
        var workspace = bench.Load();
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var made = workspace.Compile(new TemplateDraft { Text = template });
        foreach (var way in made.Template is { } good ? [good, good.Interpreted()] : Array.Empty<Template>())
        {
            way.Render(Workbench.Scope(), [], [Part.Text], default);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var said = template.Length > 80 ? template[..80] : template;
        Assert.True(clock.Elapsed < Longest, $"{said} took {clock.ElapsedMilliseconds} ms");
        Assert.True(allocated < 2 * MostBytes, $"{said} allocated {allocated >> 20} MB");
        if (clock.ElapsedMilliseconds > 100 || allocated > MostBytes)
        {
            TestContext.Current.SendDiagnosticMessage($"{said}: {clock.ElapsedMilliseconds} ms, {allocated >> 20} MB for both ways");
        }
    }
}
