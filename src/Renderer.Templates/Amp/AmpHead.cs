using System.Text.RegularExpressions;

namespace Renderer.Templates.Amp;

/// <summary>What a document as a whole must have: the boilerplate once, and the extensions that it uses and no others.</summary>
internal sealed partial class AmpHead
{
    private static readonly string[] OfScripts = ["async", "custom-element", "custom-template", "src", "type", "crossorigin"];

    /// <summary>The rule of a script that loads an extension.</summary>
    public static readonly AmpTag Loading = Make();

    private const string Engine = "v0.js";
    private static readonly string[] OfWhole = ["<!doctype html>", "<html>", "<head>", "<body>", "<meta charset=\"utf-8\">", "<style amp4email-boilerplate>", Engine];
    private readonly Dictionary<string, int> loaded = new(StringComparer.Ordinal);
    private readonly List<(string Tag, string Extension, int At)> needed = [];
    private readonly List<(string Template, int At)> named = [];
    private readonly HashSet<string> templates = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public void Doctype(ReadOnlySpan<char> tag, int at, List<AmpFault> faults)
    {
        seen.Add("<!doctype html>");
        if (!tag[2..^1].Trim().ToString().Equals("doctype html", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(new AmpFault("INVALID_DOCTYPE_HTML", at, "AMP begins with <!doctype html>."));
        }
    }

    /// <summary>A tag that is allowed.</summary>
    public void Saw(WrittenTag tag, AmpTag rule, string html, (int From, int To)? text, bool isSource, List<AmpFault> faults)
    {
        if (rule.Needs is { } extension)
        {
            needed.Add((tag.Name, extension, tag.At));
        }

        if (ReferenceEquals(rule, Loading))
        {
            Load(tag, faults);
            return;
        }

        Templates(tag);
        var part = tag.Name switch
        {
            "html" or "head" or "body" => $"<{tag.Name}>",
            "meta" when tag.Has("charset") => "<meta charset=\"utf-8\">",
            "style" when tag.Has("amp4email-boilerplate") => "<style amp4email-boilerplate>",
            "style" => "<style amp-custom>",
            "script" when tag.Has("src") => Engine,
            _ => null,
        };
        if (part is not null && !seen.Add(part) && !isSource)
        {
            faults.Add(new AmpFault("DUPLICATE_UNIQUE_TAG", tag.At, $"{part} stands in AMP once; put all into the first."));
        }

        if (tag.Name == "html" && !tag.Has("⚡4email") && !tag.Has("amp4email") && tag.IsKnown && !isSource)
        {
            faults.Add(new AmpFault("MANDATORY_ATTR_MISSING", tag.At, "<html> needs '⚡4email'."));
        }

        if (tag.Has("amp4email-boilerplate") && text is var (from, to) && !Boilerplate().IsMatch(html[from..to]))
        {
            faults.Add(new AmpFault("MANDATORY_CDATA_MISSING_OR_INCORRECT", tag.At, "The boilerplate is body{visibility:hidden} and nothing else."));
        }
    }

    // A template stands in what fills it, or is named by it.
    private void Templates(WrittenTag tag)
    {
        if (tag.Name == "template" && tag.Find("id") is { } id)
        {
            templates.Add(id.Value);
        }
        else if (tag.Name is "amp-list" or "amp-autocomplete" && tag.Find("template") is { IsKnown: true } name)
        {
            named.Add((name.Value, tag.At));
        }
    }

    /// <summary>The document ends.</summary>
    public void End(int end, List<AmpFault> faults)
    {
        foreach (var part in OfWhole)
        {
            if (!seen.Contains(part))
            {
                faults.Add(new AmpFault("MANDATORY_TAG_MISSING", end, $"AMP needs {part}."));
            }
        }

        faults.AddRange(named.Where(n => !templates.Contains(n.Template)).Select(n => new AmpFault("VALUE_SET_MISMATCH", n.At, "'template' names a <template> by its id, and there is none of that id.")));
        foreach (var (tag, extension, at) in needed.Where(n => !loaded.ContainsKey(n.Extension)))
        {
            faults.Add(new AmpFault("MISSING_REQUIRED_EXTENSION", at, $"<{tag}> needs the script of {extension}."));
        }

        foreach (var (extension, _) in loaded)
        {
            if (AmpTable.Known.Extensions[extension].MustBeUsed && !needed.Exists(n => n.Extension == extension))
            {
                faults.Add(new AmpFault("EXTENSION_UNUSED", end, $"The script of {extension} is loaded and not used."));
            }
        }
    }

    private void Load(WrittenTag tag, List<AmpFault> faults)
    {
        var element = tag.Find("custom-element");
        var name = (element ?? tag.Find("custom-template"))?.Value ?? "";
        if (!AmpTable.Known.Extensions.TryGetValue(name, out var extension) || extension.Attribute != (element is null ? "custom-template" : "custom-element"))
        {
            faults.Add(new AmpFault("DISALLOWED_SCRIPT_TAG", tag.At, "AMP for Email has no such extension."));
            return;
        }

        loaded.TryAdd(name, tag.At);
        var address = tag.Find("src")?.Value ?? "";
        if (extension.Versions.Any(version => address == extension.Address(version)) && tag.Has("async"))
        {
            return;
        }

        faults.Add(address.StartsWith($"https://cdn.ampproject.org/v0/{name}-", StringComparison.Ordinal)
            ? new AmpFault("INVALID_EXTENSION_VERSION", tag.At, $"Load {name} in the version {extension.Versions[0]}, async.")
            : new AmpFault("INVALID_ATTR_VALUE", tag.At, $"{name} is loaded from {extension.Address(extension.Versions[0])}."));
    }

    private static AmpTag Make()
    {
        var attributes = OfScripts.ToDictionary(name => name, name => new AmpAttribute(name, AmpValue.Any, [], false), StringComparer.Ordinal);
        return new AmpTag { Name = "script", Attributes = attributes, Mandatory = [], In = "head" };
    }

    [GeneratedRegex(@"^\s*body\s*\{\s*visibility\s*:\s*hidden\s*;?\s*\}\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Boilerplate();
}
