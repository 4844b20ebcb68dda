using System.Text;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Forms;
using Renderer.Server.Passthrough.Marks;
using Renderer.Server.Passthrough.Mime;
using Renderer.Templates;

namespace Renderer.Server.Passthrough.Mailgun;

/// <summary>A field of a form with marks in its text.</summary>
/// <param name="Form">The form.</param>
/// <param name="Field">The field.</param>
/// <param name="Text">Its text, decoded.</param>
internal sealed record MailgunText(FormMap Form, FormField Field, MarkedPart Text)
{
    public IEnumerable<Wanted> Wanted => Text.Wanted;

    /// <summary>Reads a field; null when it has no marks.</summary>
    public static MailgunText? Read(Spool body, FormMap form, FormField field, Part part) =>
        MarkedPart.Read(form.Read(body, field), part, 0) is { } text ? new MailgunText(form, field, text) : null;

    /// <summary>Writes it with something in each mark's place. The form's boundary was not in it, and neither is it in what is put in.</summary>
    public void Write(Patch patch, Func<Wanted, string> standing) => patch.Replace(
        Field.ValueAt, Field.ValueAt + Field.ValueLength, Form.Encoding.Write(Text.With(wanted => Encoding.UTF8.GetBytes(standing(wanted)))));
}
