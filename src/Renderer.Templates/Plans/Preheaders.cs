using Renderer.Templates.Forms;

namespace Renderer.Templates.Plans;

/// <summary>Puts the place of the preheader into forms, so that no mail has to be searched for it.</summary>
internal static class Preheaders
{
    /// <summary>The forms with the preheader at an offset; null when no literal text of theirs holds it.</summary>
    public static IReadOnlyList<Form>? PutAt(int offset, IReadOnlyList<Form> forms)
    {
        for (var i = 0; i < forms.Count; i++)
        {
            if (forms[i] is LiteralForm literal && literal.At < offset && offset <= literal.At + literal.Text.Length)
            {
                var cut = offset - literal.At;
                return
                [
                    .. forms.Take(i),
                    literal with { Text = literal.Text[..cut] },
                    new PreheaderForm(offset),
                    literal with { At = offset, Text = literal.Text[cut..] },
                    .. forms.Skip(i + 1),
                ];
            }
        }

        return null;
    }
}
