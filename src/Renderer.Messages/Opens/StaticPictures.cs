using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Messages.Opens;

/// <summary>
/// The last rung of every variant of a slot, made when its template is swapped in: files at once, drawn ones behind that. What was made stays until
/// something takes its place, also when the slot, the template or its last good version is gone.
/// </summary>
internal sealed partial class StaticPictures(TemplateLibrary library, StaticDrawing drawing, ILogger<StaticPictures> log) : IHostedService, IDisposable
{
    /// <summary>No mark of a variant: the slot as a whole.</summary>
    private const int Whole = -1;

    private readonly ConcurrentDictionary<(string Workspace, ulong Template, ulong Slot, int Variant), StaticPicture> made = new();
    private readonly ConcurrentDictionary<(string Workspace, string Template), string> taken = new();
    private readonly CancellationTokenSource ending = new();

    // Files, publications and older versions are swapped in by threads of their own.
    private readonly Lock gate = new();

    /// <summary>Told when everything that was swapped in is drawn.</summary>
    public Task Drawn { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        library.Swapped += Take;
        foreach (var files in library.Workspaces)
        {
            Take(files, ReadSet.None);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        library.Swapped -= Take;
        return ending.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => ending.Dispose();

    /// <summary>What a link's slot shows when nothing else may be tried; a transparent pixel where nothing is known of it.</summary>
    /// <param name="facts">The link.</param>
    /// <param name="variant">The mark of the variant that was decided or sent, so that picture and click agree here, too; null: what everybody sees.</param>
    public StaticPicture Of(LinkFacts facts, int? variant = null)
    {
        return Find(variant ?? Whole) ?? Find(Whole) ?? StaticPicture.Pixel;

        StaticPicture? Find(int mark) => made.GetValueOrDefault((facts.Workspace.ToString(), facts.Template.Hash, facts.Slot.Hash, mark));
    }

    private void Take(TemplateWorkspace files, ReadSet reads)
    {
        lock (gate)
        {
            Take(files);
        }
    }

    private void Take(TemplateWorkspace files)
    {
        var todo = new List<Template>();
        foreach (var name in library.Names(files.Name))
        {
            var template = library.Find(files.Name, name, null).Template;
            var version = template?.Version ?? "";
            if (taken.TryGetValue((files.Name.ToString(), name), out var before) && before == version)
            {
                continue;
            }

            taken[(files.Name.ToString(), name)] = version;
            if (template is null)
            {
                TakeFiles(files, name);
            }
            else if (template.Slots.Count > 0)
            {
                foreach (var slot in template.Slots.Where(slot => slot.Fallback is not null))
                {
                    Put(files.Name, name, slot.Name, Whole, new StaticPicture(version, slot.Fallback!.Value, slot.FallbackFormat));
                }

                todo.Add(template);
            }
        }

        if (todo.Count > 0)
        {
            Drawn = DrawAsync(files.Name, todo, Drawn);
        }
    }

    /// <summary>The files of a template that never had a good version here.</summary>
    private void TakeFiles(TemplateWorkspace files, string template)
    {
        foreach (var (slot, picture) in FallbackFiles.In(files.Folder, template))
        {
            if (Of(FactsOf(files.Name, template, slot)) == StaticPicture.Pixel)
            {
                Put(files.Name, template, slot, Whole, picture);
            }
        }
    }

    private async Task DrawAsync(WorkspaceName workspace, IReadOnlyList<Template> templates, Task before)
    {
        await before;
        await Task.Yield();
        foreach (var template in templates)
        {
            // What most will need first.
            foreach (var (slot, variant) in template.Slots.SelectMany(slot => slot.Variants.Prepend(slot.DefaultVariant).Distinct().Select(variant => (slot, variant))))
            {
                try
                {
                    if (await drawing.MakeAsync(template, slot, variant, ending.Token) is { } picture)
                    {
                        Put(workspace, template.Name, slot.Name, VariantMark.Of(variant), picture);
                        if (variant == slot.DefaultVariant)
                        {
                            Put(workspace, template.Name, slot.Name, Whole, picture);
                        }
                    }
                }
                catch (OperationCanceledException)
                {
                    return;
                }
                catch (Exception bug)
                {
                    Log.Failed(log, bug, slot.Name, template.Name);
                }
            }

            Drop(workspace, template);
            try
            {
                Say(workspace, drawing.Check(template));
            }
            catch (Exception bug)
            {
                Log.Failed(log, bug, "", template.Name);
            }
        }
    }

    /// <summary>A variant that the template has no more is not shown any longer, also where it was sent; a pinned slot's are still to be.</summary>
    private void Drop(WorkspaceName workspace, Template template)
    {
        var present = template.Slots
            .SelectMany(slot => SlotName.FormsOf(slot.Name).SelectMany(form => slot.Variants.Select(variant => (Slot: LinkName.Of(form.Text).Hash, Variant: VariantMark.Of(variant)))))
            .ToHashSet();
        var pinned = template.Slots.Where(slot => slot.IsPinned).SelectMany(slot => SlotName.FormsOf(slot.Name)).Select(form => LinkName.Of(form.Text).Hash).ToHashSet();
        var name = LinkName.Of(template.Name).Hash;
        foreach (var key in made.Keys.Where(key => key.Workspace == workspace.ToString() && key.Template == name
            && key.Variant != Whole && !pinned.Contains(key.Slot) && !present.Contains((key.Slot, key.Variant))))
        {
            made.TryRemove(key, out _);
        }
    }

    private void Say(WorkspaceName workspace, IEnumerable<Diagnostic> findings)
    {
        foreach (var finding in findings.Where(finding => finding.Severity != Severity.Info))
        {
            Log.Finding(log, finding.Severity == Severity.Error ? LogLevel.Error : LogLevel.Warning, workspace, finding);
        }
    }

    private void Put(WorkspaceName workspace, string template, string slot, int variant, StaticPicture picture)
    {
        foreach (var form in SlotName.FormsOf(slot))
        {
            made[(workspace.ToString(), LinkName.Of(template).Hash, LinkName.Of(form.Text).Hash, variant)] =
                form.IsDark && picture.Dark is { } dark ? dark with { Link = picture.Link } : picture;
        }
    }

    private static LinkFacts FactsOf(WorkspaceName workspace, string template, string slot) =>
        new() { Workspace = workspace, MadeAt = Instant.Never, Template = LinkName.Of(template), Slot = LinkName.Of(slot) };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The static picture of slot {Slot} of {Template} met a fault of ours.")]
        public static partial void Failed(ILogger logger, Exception bug, string slot, string template);

        [LoggerMessage(EventId = 2, Message = "Workspace {Workspace}: {Finding}")]
        public static partial void Finding(ILogger logger, LogLevel level, WorkspaceName workspace, Diagnostic finding);
    }
}
