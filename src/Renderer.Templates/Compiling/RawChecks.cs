using Renderer.Templates.Checks;

namespace Renderer.Templates.Compiling;

/// <summary>Checks that <c>raw</c> is given only what template.yaml allows.</summary>
internal static class RawChecks
{
    public static void Check(CheckedMail mail, Findings findings)
    {
        foreach (var script in mail.Scripts)
        {
            // What a literal holds is the author's own.
            foreach (var use in script.Facts.Raws.Where(u => u.Name != "''" && !mail.Definition.Raw.Contains(u.Name)))
            {
                findings.Error(
                    "raw_not_allowed",
                    use.Name.Length > 0
                        ? $"'raw' writes '{use.Name}' as markup, whoever filled it in; if only you do, add 'raw: [{use.Name}]' to template.yaml, or list an attribute under 'rich_text'."
                        : "'raw' is given something computed; give it a name that 'raw' of template.yaml lists.",
                    use.At);
            }

            if (script.Facts.RawMentions > script.Facts.Raws.Count)
            {
                findings.Error("raw_not_allowed", "'raw' is a function that is called by its name, with one value: {{ raw profile.bio_html }}.", script.Source.At(0, 0));
            }
        }
    }
}
