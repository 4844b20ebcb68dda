using System.Buffers;
using System.Text.RegularExpressions;
using Renderer.Templates.Checks;
using Renderer.Templates.Html;

namespace Renderer.Templates.Compiling;

/// <summary>Looks for a way out of further mails.</summary>
internal static partial class UnsubscribeChecks
{
    // Stems, in lower case, as addresses, ESPs' merge tags and people say it.
    private static readonly SearchValues<string> Words = SearchValues.Create(
    [
        "unsub", "optout", "opt-out", "opt_out", "opt out", "stop receiving", "stop these mails", "stop these emails",
        "abmeld", "abbestell", "austragen", "désabonn", "desabonn", "désinscri", "desinscri", "darse de baja", "darme de baja", "cancelar suscripci", "cancelar la suscripci",
        "cancelar inscri", "cancelar a subscri", "descadastr", "disiscri", "annulla iscrizione", "cancella iscrizione", "afmeld", "uitschrij", "avregistrer", "avprenumer", "avmeld", "frameld",
        "peruuta tilaus", "lopeta tilaus", "odhlási", "odhlásit", "wypisz", "anuluj subskrypcj", "rezygn", "leiratkoz", "dezabon", "odjav", "aboneliğ", "abonelikten",
        "отпис", "відпис", "κατάργηση εγγραφής", "διαγραφή", "配信停止", "退订", "退訂", "取消订阅", "取消訂閱", "수신거부", "수신 거부", "إلغاء الاشتراك", "hủy đăng ký", "berhenti berlangganan",
    ], StringComparison.OrdinalIgnoreCase);

    // Of a link's words; markup that forgets to end its links must not make each as long as the mail.
    private const int MostLetters = 2000;

    public static void Check(CheckedMail mail, Findings findings)
    {
        var body = mail.Definition.Html;
        var hasLinks = false;
        foreach (var script in mail.HtmlScripts)
        {
            var source = script.Source.Original;
            foreach (var link in MailLinks.Find(source))
            {
                hasLinks = true;
                var until = Math.Min(source.Length, link.TagEnd + MostLetters);
                var end = source.IndexOf("</", link.TagEnd, until - link.TagEnd, StringComparison.Ordinal);
                if (IsWayOut(source[link.Start..(end < 0 ? until : end)], mail))
                {
                    return;
                }
            }
        }

        if (hasLinks && body is not null)
        {
            findings.Warning(
                "unsubscribe_missing", "No link lets the reader unsubscribe; add one whose address or words say so, or your ESP's merge tag for it.", body.At(0, 0));
        }
    }

    // The link's words may be in another file: {{ t "footer_stop" }}.
    private static bool IsWayOut(string link, CheckedMail mail) =>
        Says(link) || Key().Matches(link).Any(key => mail.Definition.Translations.Values.Any(texts => texts.TryGetValue(key.Groups[1].Value, out var text) && Says(text)));

    private static bool Says(string text) => text.AsSpan().ContainsAny(Words);

    [GeneratedRegex("""\bt\s+["']([^"']+)["']""")]
    private static partial Regex Key();
}
