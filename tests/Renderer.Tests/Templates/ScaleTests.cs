using System.Diagnostics;
using System.Globalization;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>Many large templates: to compile, to load, to edit while mails are rendered. Bars for a busy machine; the published ones with <c>RENDERER_LONG=1</c> on a quiet one.</summary>
public sealed class ScaleTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("RENDERER_LONG") == "1";
    private static readonly int Templates = IsLong ? 1000 : 200;

    [Theory]
    [InlineData("scriban")]
    [InlineData("liquid")]
    public void A_mail_of_30_KB_compiles_within_50_ms(string language)
    {
        using var bench = new Workbench();
        var workspace = bench.Load();
        var times = new List<double>();
        for (var round = 0; round < 40; round++)
        {
            var draft = new TemplateDraft { Language = language, Subject = "s", Html = LargeMail.Html(round, language == "liquid") };
            var clock = Stopwatch.StartNew();
            var made = workspace.Compile(draft);
            times.Add(clock.Elapsed.TotalMilliseconds);
            Assert.NotNull(made.Template);
        }

        // The first 20 warm up.
        var median = times.Skip(20).Order().ElementAt(10);
        Say($"{language}: {median:0.0} ms to compile");
        Assert.True(median < (IsLong ? 50 : 150), $"{median} ms");
    }

    [Fact]
    public async Task Many_templates_load_quickly_and_an_edit_of_one_is_live_at_once_and_stops_no_render()
    {
        using var bench = new Workbench([("workspace.yaml", "locale: en-GB\n"), ("_blocks/footer.html", "<p>bye</p>"), .. Enumerable.Range(0, Templates).SelectMany(i => LargeMail.Files(i))]);
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var workspace = bench.Load();
        var load = clock.Elapsed;
        heap = GC.GetTotalMemory(forceFullCollection: true) - heap;
        Say($"{Templates} templates: {load.TotalSeconds:0.0} s, {heap >> 20} MB");
        Assert.Equal(Templates, workspace.Templates.Count);
        Assert.True(load < TimeSpan.FromSeconds(IsLong ? 10 : 60), $"{load}");
        Assert.True(heap < Templates * (300L << 20) / 1000, $"{heap >> 20} MB");
        await EditsAsync(bench, workspace);
    }

    [Fact]
    public void A_shared_block_concerns_the_templates_that_show_it_alone()
    {
        using var bench = new Workbench(
            ("_blocks/footer.html", "<p>one</p>"), ("_blocks/header.html", "<p>{{ profile.name }}</p>"),
            ("with/template.yaml", "subject: s\n"), ("with/body.html", "{{ block 'footer' }}"),
            ("without/template.yaml", "subject: s\n"), ("without/body.html", "<p>alone</p>"));
        var before = bench.Load();
        bench.Write("_blocks/footer.html", "<p>two</p>");
        var after = bench.Load(before);
        Assert.Same(before.Find("without"), after.Find("without"));
        Assert.Equal("<p>two</p>", Workbench.Render(after.Find("with")!).Html);

        // A name that was not there may be meant by anybody.
        bench.Write("_blocks/third.html", "<p>three</p>");
        Assert.NotSame(after.Find("without"), bench.Load(after).Find("without"));
    }

    [Fact]
    public void A_file_that_only_looks_as_before_is_read_again()
    {
        using var bench = Workbench.Mail("<p>one</p>");
        var file = Path.Combine(bench.Folder, "mail", "body.html");
        var written = File.GetLastWriteTimeUtc(file);
        var before = bench.Load();
        bench.Write("mail/body.html", "<p>two</p>");
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal("<p>two</p>", Workbench.Render(bench.Load(before).Find("mail")!).Html);
    }

    private static async Task EditsAsync(Workbench bench, TemplateWorkspace workspace)
    {
        var swapped = new SemaphoreSlim(0);
        var live = workspace;
        using var watcher = new TemplateWatcher(
            workspace,
            _ => null,
            next =>
            {
                Volatile.Write(ref live, next);
                swapped.Release();
            },
            TimeProvider.System);

        // Fresh files look settled only after a while; until then each is read again.
        await Task.Delay(TimeSpan.FromSeconds(4));
        bench.Write("mail-0001/body.html", LargeMail.Html(5000));
        Assert.True(await swapped.WaitAsync(TimeSpan.FromSeconds(30)), "The first edit was not noticed.");

        var quiet = await RenderWhileAsync(() => Volatile.Read(ref live), () => Task.Delay(IsLong ? 5000 : 1500));
        var latencies = new List<double>();
        var busy = await RenderWhileAsync(() => Volatile.Read(ref live), async () =>
        {
            for (var edit = 0; edit < (IsLong ? 100 : 12); edit++)
            {
                var clock = Stopwatch.StartNew();
                bench.Write($"mail-{edit % 7:0000}/body.html", LargeMail.Html(6000 + edit));
                Assert.True(await swapped.WaitAsync(TimeSpan.FromSeconds(30)), "An edit was not noticed.");
                latencies.Add(clock.Elapsed.TotalMilliseconds);
            }
        });
        latencies.Sort();
        var median = latencies[latencies.Count / 2];
        Say($"{latencies.Count} edits: live after {median:0} ms (median), {latencies[^1]:0} ms at most; a render {quiet:0.00} ms before, {busy:0.00} ms during them (p99)");
        Assert.True(median < (IsLong ? 200 : 2000), $"{median} ms");
        Assert.True(busy < (quiet * 1.5) + (IsLong ? 0 : 20), $"{quiet} ms before, {busy} ms during edits");
    }

    // The 99th percentile of the renders that one thread makes meanwhile, in milliseconds.
    private static async Task<double> RenderWhileAsync(Func<TemplateWorkspace> live, Func<Task> act)
    {
        using var stop = new CancellationTokenSource();
        var rendering = Task.Run(() =>
        {
            var times = new List<double>();
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var clock = Stopwatch.GetTimestamp();
                var mail = Workbench.Render(live().Find($"mail-{i % 7:0000}")!, """{"first_name":"Ann","tier":"gold"}""", parts: [Part.Html]);
                times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
                Assert.False(mail.UsedStatic);
            }

            times.Sort();
            return times[times.Count * 99 / 100];
        });
        await act();
        await stop.CancelAsync();
        return await rendering;
    }

    private static void Say(FormattableString figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
}
