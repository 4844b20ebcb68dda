using System.Collections.Frozen;
using Renderer.Server.Open.Pages;
using Renderer.Templates;

namespace Renderer.Server.Open.Consenting;

/// <summary>
/// The words of the consent page in one language: the template's own where it has them (<c>consent.title</c> and so on in <c>locales/*.yaml</c>), else ours.
/// </summary>
internal sealed class ConsentWords
{
    /// <summary>A template speaks a language on this page when it has this key.</summary>
    private const string First = "consent.title";

    private static readonly FrozenDictionary<string, string> English = new Dictionary<string, string>
    {
        ["title"] = "What may these mails do?",
        ["intro"] = "You decide, at any time. It holds at once, also for mails that you already have.",
        ["legend"] = "I agree that",
        ["tracking"] = "it is recorded of me when I open these mails or click in them",
        ["personalization"] = "these mails show what is known of me",
        ["profiling"] = "I am put into groups by what I do",
        ["save"] = "Save my choice",
        ["all"] = "Or take everything back: nothing personal in these mails, and nothing recorded of you.",
        ["all_button"] = "Take everything back",
        ["taken_back"] = "Done: you agree to nothing any more. Mails that you already have show nothing personal from now on, and nothing is recorded of you.",
        ["saved"] = "Done: your choice holds from now on.",
        ["in_part"] = "It holds for the address of this mail. Whether you have other addresses here could not be looked up just now: please try again in a minute.",
        ["not_now"] = "This could not be saved just now, so nothing has changed. Please try again in a minute.",
        ["nothing_held"] = "Your data was erased. Nothing is held of you that this link could change.",
        ["not_understood"] = "Nothing was changed. Please choose below.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> German = new Dictionary<string, string>
    {
        ["title"] = "Was dürfen diese E-Mails?",
        ["intro"] = "Das entscheiden Sie, jederzeit. Es gilt sofort, auch für E-Mails, die Sie schon haben.",
        ["legend"] = "Ich bin einverstanden, dass",
        ["tracking"] = "festgehalten wird, wann ich diese E-Mails öffne oder darin klicke",
        ["personalization"] = "diese E-Mails zeigen, was über mich bekannt ist",
        ["profiling"] = "ich nach meinem Verhalten in Gruppen eingeteilt werde",
        ["save"] = "Auswahl speichern",
        ["all"] = "Oder alles zurücknehmen: nichts Persönliches in diesen E-Mails, und nichts wird über Sie festgehalten.",
        ["all_button"] = "Alles zurücknehmen",
        ["taken_back"] = "Erledigt: Sie sind mit nichts mehr einverstanden. Auch E-Mails, die Sie schon haben, zeigen ab jetzt nichts Persönliches, und nichts wird über Sie festgehalten.",
        ["saved"] = "Erledigt: Ihre Auswahl gilt ab jetzt.",
        ["in_part"] = "Es gilt für die Adresse dieser E-Mail. Ob Sie hier weitere Adressen haben, ließ sich gerade nicht nachsehen: bitte in einer Minute noch einmal versuchen.",
        ["not_now"] = "Das ließ sich gerade nicht speichern, es hat sich also nichts geändert. Bitte in einer Minute noch einmal versuchen.",
        ["nothing_held"] = "Ihre Daten wurden gelöscht. Es gibt nichts mehr über Sie, was dieser Link ändern könnte.",
        ["not_understood"] = "Es wurde nichts geändert. Bitte wählen Sie unten.",
    }.ToFrozenDictionary();

    private readonly IReadOnlyDictionary<string, string>? own;
    private readonly FrozenDictionary<string, string> ours;

    private ConsentWords(string language, IReadOnlyDictionary<string, string>? own, FrozenDictionary<string, string> ours) =>
        (Language, this.own, this.ours) = (language, own, ours);

    /// <summary>BCP 47.</summary>
    public string Language { get; }

    /// <summary>A text.</summary>
    public string this[string key] => own?.GetValueOrDefault($"consent.{key}") ?? ours[key];

    /// <summary>The words that somebody wants to read: as their browser asks, else as the workspace speaks.</summary>
    /// <param name="request">The request.</param>
    /// <param name="template">The template that the link was made for; null where it is not to be had.</param>
    /// <param name="locale">The workspace's.</param>
    public static ConsentWords Of(HttpRequest request, Template? template, string locale)
    {
        foreach (var wanted in PageLanguages.Of(request).Concat(PageLanguages.Chain(locale.ToLowerInvariant())))
        {
            var ours = wanted == "de" ? German : wanted == "en" ? English : null;
            if (template?.Texts(wanted) is { } own && own.ContainsKey(First))
            {
                return new(wanted, own, ours ?? English);
            }

            if (ours is not null)
            {
                return new(wanted, null, ours);
            }
        }

        return new("en", null, English);
    }
}
