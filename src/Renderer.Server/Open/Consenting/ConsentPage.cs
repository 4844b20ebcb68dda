using System.Text;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Open.Pages;

namespace Renderer.Server.Open.Consenting;

/// <summary>What a consent page says above its form.</summary>
internal enum ConsentNote
{
    /// <summary>Everything was taken back.</summary>
    TakenBack,

    /// <summary>What was chosen was taken down.</summary>
    Saved,

    /// <summary>It holds for the address of this mail, and not yet surely for others.</summary>
    InPart,

    /// <summary>It was not taken down.</summary>
    NotNow,

    /// <summary>Nothing is held of this person.</summary>
    NothingHeld,

    /// <summary>The request said nothing that is understood.</summary>
    NotUnderstood,
}

/// <summary>The page of a consent link: what holds, a box for each purpose, and one button that takes everything back.</summary>
internal sealed class ConsentPage(TemplateLibrary library)
{
    public Task SendAsync(HttpContext http, LinkFacts facts, ConsentState holds, ConsentNote? note)
    {
        var words = ConsentWords.Of(http.Request, TemplateOf(facts), library.Settings(facts.Workspace).Locale);
        return OpenHeaders.SendPageAsync(http, PageShell.Make(words.Language, words["title"], Content(words, holds, note)), PageShell.Policy);
    }

    private Templates.Template? TemplateOf(LinkFacts facts) =>
        facts.Template.Among(library.Names(facts.Workspace)) is { } name ? library.Find(facts.Workspace, name, null).Template : null;

    private static string Content(ConsentWords words, ConsentState holds, ConsentNote? note)
    {
        var page = new StringBuilder();
        if (note is { } said)
        {
            var role = said is ConsentNote.TakenBack or ConsentNote.Saved or ConsentNote.NothingHeld ? "status" : "alert";
            page.Append("<p role=\"").Append(role).Append("\">").Append(PageShell.Text(words[KeyOf(said)])).Append("</p>\n");
        }

        if (note == ConsentNote.NothingHeld)
        {
            return page.ToString();
        }

        // The form posts to the page's own address: the token is in it.
        page.Append("<p>").Append(PageShell.Text(words["intro"])).Append("</p>\n<form method=\"post\">\n<fieldset>\n<legend>").Append(PageShell.Text(words["legend"])).Append("</legend>\n");
        Box(page, "tracking", holds.Tracking, words);
        Box(page, "personalization", holds.Personalization, words);
        Box(page, "profiling", holds.Profiling, words);
        page.Append("<button type=\"submit\" class=\"quiet\" name=\"").Append(ConsentForm.ChoicesName).Append("\" value=\"save\">").Append(PageShell.Text(words["save"])).Append("</button>\n</fieldset>\n</form>\n");
        page.Append("<form method=\"post\">\n<p>").Append(PageShell.Text(words["all"])).Append("</p>\n<button type=\"submit\" name=\"")
            .Append(ConsentForm.OneClickName).Append("\" value=\"").Append(ConsentForm.OneClickValue).Append("\">").Append(PageShell.Text(words["all_button"])).Append("</button>\n</form>");
        return page.ToString();
    }

    private static void Box(StringBuilder page, string purpose, Consent holds, ConsentWords words) => page
        .Append("<label><input type=\"checkbox\" name=\"").Append(purpose).Append("\" value=\"yes\"").Append(holds == Consent.Granted ? " checked" : "").Append("> ")
        .Append(PageShell.Text(words[purpose])).Append("</label>\n");

    private static string KeyOf(ConsentNote note) => note switch
    {
        ConsentNote.TakenBack => "taken_back",
        ConsentNote.Saved => "saved",
        ConsentNote.InPart => "in_part",
        ConsentNote.NotNow => "not_now",
        ConsentNote.NothingHeld => "nothing_held",
        _ => "not_understood",
    };
}
