using System.Diagnostics;
using System.Threading.Channels;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class WatcherTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_good_edit_is_live_within_a_second()
    {
        using var watched = new Watched(Workbench.Mail("<p>one</p>"));
        var clock = Stopwatch.StartNew();
        watched.Bench.Write("mail/body.html", "<p>two</p>");
        var now = await watched.NextAsync(w => Html(w) == "<p>two</p>");

        Assert.Equal("<p>two</p>", Html(now));
        
        // The watch, not the poll of 5 s, found it; the second is what an idle machine needs at most.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_bad_edit_is_reported_and_the_last_good_version_keeps_serving()
    {
        using var watched = new Watched(Workbench.Mail("<p>one</p>"));
        watched.Bench.Write("mail/body.html", "<p>{{ if }}</p>");
        var bad = await watched.NextAsync(w => w.Broken.Count > 0);
        Assert.Equal("<p>one</p>", Html(bad));
        Assert.Equal("syntax", bad.Broken["mail"][0].Code);

        watched.Bench.Write("mail/body.html", "<p>three</p>");
        var good = await watched.NextAsync(w => w.Broken.Count == 0);
        Assert.Equal("<p>three</p>", Html(good));
    }

    [Fact]
    public async Task A_new_template_appears_and_a_removed_one_goes()
    {
        using var watched = new Watched(Workbench.Mail("<p>one</p>"));
        watched.Bench.Write("other/template.yaml", "subject: s\n");
        watched.Bench.Write("other/body.html", "<p>other</p>");
        await watched.NextAsync(w => w.Find("other") is not null);

        Directory.Delete(Path.Combine(watched.Bench.Folder, "other"), recursive: true);
        await watched.NextAsync(w => w.Find("other") is null);
    }

    [Fact]
    public async Task A_folder_that_goes_away_leaves_what_was_good()
    {
        using var watched = new Watched(Workbench.Mail("<p>one</p>"));
        var aside = watched.Bench.Folder + "-aside";
        Directory.Move(watched.Bench.Folder, aside);
        try
        {
            var gone = await watched.NextAsync(w => w.Diagnostics.Any(d => d.Code == "folder_missing"));
            Assert.Equal("<p>one</p>", Html(gone));
        }
        finally
        {
            Directory.Move(aside, watched.Bench.Folder);
        }
    }

    [Fact]
    public async Task What_was_made_of_unchanged_files_is_made_once()
    {
        using var watched = new Watched(Workbench.Mail("<p>one</p>", ("other/template.yaml", "subject: s\n"), ("other/body.html", "<p>other</p>")));
        var before = watched.Watcher.Current.Find("other");
        watched.Bench.Write("mail/body.html", "<p>two</p>");
        var now = await watched.NextAsync(w => Html(w) == "<p>two</p>");
        Assert.Same(before, now.Find("other"));
    }

    private static string? Html(TemplateWorkspace workspace) => Workbench.Render(workspace.Find("mail")!).Html;

    private sealed class Watched : IDisposable
    {
        private readonly Channel<TemplateWorkspace> snapshots = Channel.CreateUnbounded<TemplateWorkspace>();

        public Watched(Workbench bench)
        {
            Bench = bench;
            Watcher = new TemplateWatcher(bench.Load(), bench.Variables.GetValueOrDefault, w => snapshots.Writer.TryWrite(w), TimeProvider.System);
        }

        public Workbench Bench { get; }

        public TemplateWatcher Watcher { get; }

        public async Task<TemplateWorkspace> NextAsync(Func<TemplateWorkspace, bool> isIt)
        {
            using var late = new CancellationTokenSource(Patience);
            await foreach (var snapshot in snapshots.Reader.ReadAllAsync(late.Token))
            {
                if (isIt(snapshot))
                {
                    return snapshot;
                }
            }

            throw new InvalidOperationException("unreachable");
        }

        public void Dispose()
        {
            Watcher.Dispose();
            Bench.Dispose();
        }
    }
}
