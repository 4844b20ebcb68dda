using System.Text;
using Renderer.Templates.Definitions;
using Renderer.Templates.Files;
using Renderer.Templates.Settings;

namespace Renderer.Templates.Compiling;

/// <summary>Gathers what makes a version: the files that a template reads, and of shared files the part that it reads.</summary>
internal static class Bundles
{
    private const string SharedWords = FolderReader.Shared + "/locales/";

    /// <summary>The bundle of a template that was read from a folder.</summary>
    public static TemplateBundle Of(CompiledMail mail, FileSet files)
    {
        var name = mail.Definition.Name;
        var used = mail.Decided.Concat(mail.Amp?.Blocks ?? [])
            .SelectMany(b => b.Variants.Append(b.Default))
            .Select(v => v.Content?.Source.File)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        used.UnionWith(PicturesOf(mail, files));
        var bundle = files.Paths
            .Where(p => used.Contains(p) || (p.StartsWith(name + "/", StringComparison.Ordinal) && !IsSpareBlock(p, name)) || ((mail.UsesWords || mail.Amp?.UsesWords == true || mail.Data?.UsesWords == true) && p.StartsWith(SharedWords, StringComparison.Ordinal)))
            .ToDictionary(p => p, p => files[p], StringComparer.Ordinal);
        return Seal(name, bundle, mail);
    }

    /// <summary>The bundle of a draft: its parts under the names that files would have.</summary>
    public static TemplateBundle Of(CompiledMail mail, IEnumerable<KeyValuePair<string, string>> parts) =>
        Seal(mail.Definition.Name, parts.ToDictionary(p => p.Key, p => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(p.Value), StringComparer.Ordinal), mail);

    private static TemplateBundle Seal(string name, Dictionary<string, ReadOnlyMemory<byte>> files, CompiledMail mail)
    {
        files[WorkspaceYaml.Path] = Encoding.UTF8.GetBytes(WorkspaceYaml.WhatMailsDependOn(mail.Settings));
        var segments = new[] { mail, mail.Amp, mail.Data }.OfType<CompiledMail>().SelectMany(each => each.Segments).DistinctBy(s => s.Key).ToList();
        if (segments.Count > 0)
        {
            files[SegmentsYaml.Path] = Encoding.UTF8.GetBytes(
                SegmentsYaml.Write(segments.Select(s => KeyValuePair.Create(s.Key, s.Value.Source))));
        }

        return new TemplateBundle(name, Digest.Of("template 1 " + name, files), files);
    }

    /// <summary>The pictures beside the template that a scene names.</summary>
    private static IEnumerable<string> PicturesOf(CompiledMail mail, FileSet files)
    {
        var pictures = files.NamesIn(mail.Definition.Name).Where(IsPicture).ToList();
        if (pictures.Count == 0)
        {
            return [];
        }

        var scenes = mail.Slots.SelectMany(slot => slot.Scene.Variants.Append(slot.Scene.Default)).Select(variant => variant.Content?.Source.Text).OfType<string>().Distinct().ToList();
        return pictures.Where(picture => scenes.Any(scene => scene.Contains(picture, StringComparison.Ordinal))).Select(picture => $"{mail.Definition.Name}/{picture}");
    }

    private static bool IsPicture(string path) => Path.GetExtension(path) is ".png" or ".jpg" or ".jpeg" or ".gif" or ".webp";

    private static bool IsSpareBlock(string path, string name) =>
        (path.EndsWith(".html", StringComparison.Ordinal) || path.EndsWith(".svg", StringComparison.Ordinal) || IsPicture(path))
        && path.IndexOf('/', name.Length + 1) < 0
        && path != $"{name}/body.html"
        && path != $"{name}/body.amp.html";
}
