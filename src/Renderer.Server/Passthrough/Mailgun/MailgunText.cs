using System.Text;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Forms;
using Renderer.Server.Passthrough.Marks;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Mailgun;

/// <summary>A field of a form with marks in its text.</summary>
/// <param name="form">The form.</param>
/// <param name="field">The field.</param>
/// <param name="utf8">Its text, decoded.</param>
/// <param name="marks">Its marks.</param>
/// <param name="part">Which part it is.</param>
internal sealed class MailgunText(FormMap form, FormField field, byte[] utf8, IReadOnlyList<FoundMark> marks, Part part)
{
    public FormField Field => field;

    public IEnumerable<Wanted> Wanted => marks.Select(mark => new Wanted(mark.Mark, part));

    /// <summary>Reads a field; null when it has no marks.</summary>
    public static MailgunText? Read(Spool body, FormMap form, FormField field, Part part)
    {
        var utf8 = Encoding.UTF8.GetBytes(form.Read(body, field));
        return MarkText.In(utf8) is { Count: > 0 } marks ? new MailgunText(form, field, utf8, marks, part) : null;
    }

    /// <summary>Writes it with something in each mark's place.</summary>
    public void Write(Patch patch, Func<Wanted, string> standing)
    {
        var (text, done) = (new StringBuilder(utf8.Length), 0);
        foreach (var mark in marks)
        {
            text.Append(Encoding.UTF8.GetString(utf8, done, mark.At - done)).Append(standing(new Wanted(mark.Mark, part)));
            done = mark.At + mark.Length;
        }

        text.Append(Encoding.UTF8.GetString(utf8, done, utf8.Length - done));

        // The form's boundary was not in it, and neither is it in what was put in.
        patch.Replace(field.ValueAt, field.ValueAt + field.ValueLength, form.Encoding.Write(text.ToString()));
    }
}
