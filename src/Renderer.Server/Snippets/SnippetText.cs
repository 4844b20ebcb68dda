using System.Text;

namespace Renderer.Server.Snippets;

/// <summary>Writes tags for people who paste: what to do first, then each tag below the place where it goes.</summary>
internal static class SnippetText
{
    public static string Write(SnippetSet set)
    {
        var text = new StringBuilder();
        text.Append(set.Esp.Title).Append(" (esp=").Append(set.Esp.Name).Append(", ").Append(Esps.PageOf(set.Esp)).Append(")\n\n");
        foreach (var (name, value) in set.Facts)
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
        }

        text.Append('\n');
        for (var step = 0; step < set.Setup.Count; step++)
        {
            text.Append(step + 1).Append(". ").Append(set.Setup[step]).Append('\n');
        }

        foreach (var tag in set.Tags)
        {
            text.Append("\n--- ").Append(Label(tag.Kind)).Append(tag.Name is null ? "" : $" {tag.Name}").Append(" (").Append(tag.Language).Append("): ").Append(tag.Where).Append('\n');
            text.Append(tag.Text).Append('\n');
        }

        foreach (var (kind, why) in set.Cannot)
        {
            text.Append("\n--- no ").Append(Label(kind)).Append(": ").Append(why).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Tags of one kind and nothing around them.</summary>
    public static string Bare(SnippetSet set) => string.Join("\n\n", set.Tags.Select(tag => tag.Text)) + "\n";

    public static string Label(SnippetKind kind) => kind.ToString().ToLowerInvariant();
}
