using System.Globalization;
using Renderer.Templates.Formatting;
using Renderer.Templates.Rendering;
using Scriban.Runtime;

namespace Renderer.Templates.Scriban;

/// <summary>Our functions in templates. What fails here fails the block, or the mail, that called it.</summary>
internal static class MailFunctions
{
    /// <summary>Escapes like Scriban's, but its result is not escaped again.</summary>
    public static readonly MailFunction HtmlEscape = new("escape", 1, 1, (mail, a) => Mark(mail, mail.Session.Run.Mail.Content.Escape(Text(mail, a[0]))));

    /// <summary>Line ends become tags, everything else is escaped.</summary>
    public static readonly MailFunction NewlineToBr = new("newline_to_br", 1, 1, (mail, a) =>
        Mark(mail, (mail.Escapes ? mail.Session.Run.Mail.Content.Escape(Text(mail, a[0])) : Text(mail, a[0])).ReplaceLineEndings("<br />\n")));

    public static readonly MailFunction[] All =
    [
        new("block", 1, 1, Block),
        new("include", 1, 1, Block),
        new("image", 1, 1, Image),
        new("link", 1, 1, (mail, a) => OpenParts.Link(mail.Session.Run, Text(mail, a[0]))),
        new("web_link", 0, 0, (_, _) => OpenParts.Web),
        new("consent_link", 0, 0, (_, _) => OpenParts.Consent),
        new("pixel", 0, 0, (mail, _) => Mark(mail, OpenParts.Pixel(mail.Session.Run, mail.Escapes))),
        new("amp_link", 1, 1, (mail, a) => OpenParts.AmpData(Text(mail, a[0]))),
        new("time_left", 1, 1, (mail, a) => Date(mail, a, (end, _, _) => TimeLeft.Say(mail.Session.Run, end))),
        new("skip", 0, 1, (mail, a) => mail.Session.Run.IgnoresSkip ? null : throw new SkipSignal(mail.CurrentSpan, Text(mail, a[0]))),
        new("raw", 1, 1, (mail, a) => new Markup(Text(mail, a[0]))),
        new("t", 1, 2, Translate),
        new("format_number", 1, 2, (mail, a) => Number(a[0], n => Numbers.Number(n, Count(mail, a[1]), mail.Session.Run.Culture))),
        new("format_percent", 1, 2, (mail, a) => Number(a[0], n => Numbers.Percent(n, Count(mail, a[1]), mail.Session.Run.Culture))),
        new("format_money", 1, 2, Money),
        new("format_date", 1, 2, (mail, a) => Date(mail, a, Dates.Date)),
        new("format_time", 1, 2, (mail, a) => Date(mail, a, Dates.Time)),
        new("format_date_time", 1, 2, (mail, a) => Date(mail, a, Dates.DateAndTime)),
    ];

    private static object? Block(MailContext mail, ScriptArray a)
    {
        var result = mail.Session.Run.Block(Text(mail, a[0]));
        if (result.SkipReason is { } why)
        {
            throw new SkipSignal(mail.CurrentSpan, why);
        }

        return mail.Escapes ? new Markup(result.Text) : mail.Session.Run.Mail.TextOf(result.Text).ReplaceLineEndings("\n");
    }

    private static object Image(MailContext mail, ScriptArray a)
    {
        // What a slot says instead of its picture is a script of its own, which may ask the same context.
        var isTag = mail.Escapes;
        var image = OpenParts.Image(mail.Session.Run, Text(mail, a[0]), isTag) ?? throw new ArgumentException("There is no such image in template.yaml.");
        mail.Escapes = isTag;
        return Mark(mail, image);
    }

    private static string Translate(MailContext mail, ScriptArray a)
    {
        var run = mail.Session.Run;
        var text = run.Mail.Translate(Text(mail, a[0]), run.Culture) ?? throw new ArgumentException("There is no translation for this key.");
        if (a[1] is ScriptObject values)
        {
            foreach (var (name, value) in values)
            {
                text = text.Replace("{" + name + "}", mail.ObjectToString(value) ?? "", StringComparison.Ordinal);
            }
        }

        return text;
    }

    private static string Money(MailContext mail, ScriptArray a)
    {
        var currency = a[1] is null ? mail.Session.Run.Mail.Definition.Currency : Text(mail, a[1]).ToUpperInvariant();
        return currency is null || Currencies.IsCode(currency)
            ? Number(a[0], n => Numbers.Money(n, currency, mail.Session.Run.Culture))
            : throw new ArgumentException("A currency is three letters, like EUR.");
    }

    private static string Number(object? value, Func<decimal, string> write) =>
        Values.IsNothing(value) ? ""
        : Values.TryNumber(value, out var number) ? write(number)
        : throw new ArgumentException("This is not a number.");

    private static string Date(MailContext mail, ScriptArray a, Func<DateTime, string?, CultureInfo, string> write) =>
        Values.IsNothing(a[0]) ? ""
        : Values.TryDate(a[0], mail.Session.Run.Zone, out var local) ? write(local, a.Count < 2 || a[1] is null ? null : Text(mail, a[1]), mail.Session.Run.Culture)
        : throw new ArgumentException("This is not a date.");

    private static int? Count(MailContext mail, object? value) => value is null ? null : mail.ToInt(mail.CurrentSpan, value);

    private static string Text(MailContext mail, object? value) => mail.ObjectToString(value) ?? "";

    private static object Mark(MailContext mail, string html) => mail.Escapes ? new Markup(html) : html;
}
