using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>Numbers, money and dates in the way of a locale and a time zone.</summary>
public sealed class FormatTests
{
    [Theory]
    [InlineData("en-US", "{{ format_number 1234567.891 }}", "1,234,567.891")]
    [InlineData("de-DE", "{{ format_number 1234567.891 }}", "1.234.567,891")]
    [InlineData("de-DE", "{{ format_number 1234.5 2 }}", "1.234,50")]
    [InlineData("en-US", "{{ format_number '42' }}", "42")]
    [InlineData("en-US", "{{ 1234.5 | format_number 0 }}", "1,235")]
    [InlineData("en-US", "{{ format_percent 0.256 }}", "26%")]
    [InlineData("de-DE", "{{ format_percent 0.256 1 }}", "25,6 %")]
    [InlineData("en-US", "{{ format_money 42 'USD' }}", "$42.00")]
    [InlineData("en-US", "{{ format_money 42 'EUR' }}", "€42.00")]
    [InlineData("de-DE", "{{ format_money 1234.5 'EUR' }}", "1.234,50 €")]
    [InlineData("de-DE", "{{ format_money 42 }}", "42,00 €")]
    [InlineData("de-CH", "{{ format_money 42 }}", "CHF 42.00")]
    [InlineData("en-US", "{{ format_money 42 'CHF' }}", "CHF 42.00")]
    [InlineData("en-CA", "{{ format_money 42 'USD' }}", "US$42.00")]
    [InlineData("en-CA", "{{ format_money 42 }}", "$42.00")]
    [InlineData("en-US", "{{ format_money 42 'CAD' }}", "CA$42.00")]
    [InlineData("ja-JP", "{{ format_money 4200 'JPY' }}", "￥4,200")]
    [InlineData("en-US", "{{ format_money 4.2 'kwd' }}", "KWD 4.200")]
    [InlineData("en-US", "{{ format_money (-4.2) 'USD' }}", "-$4.20")]
    [InlineData("en-US", "{{ format_date '2026-11-27' }}", "November 27, 2026")]
    [InlineData("de-DE", "{{ format_date '2026-11-27' }}", "27. November 2026")]
    [InlineData("de-DE", "{{ format_date '2026-11-27' 'full' }}", "Freitag, 27. November 2026")]
    [InlineData("es-ES", "{{ format_date '2026-11-27' 'long' }}", "27 de noviembre de 2026")]
    [InlineData("ja-JP", "{{ format_date '2026-11-27' 'long' }}", "2026年11月27日")]
    [InlineData("en-GB", "{{ format_date '2026-11-27' 'short' }}", "27/11/2026")]
    [InlineData("fr-FR", "{{ format_date '2026-11-27' 'd MMM' }}", "27 nov.")]
    [InlineData("en-US", "{{ format_date '2026-11-27' 'M' }}", "11")]
    [InlineData("en-US", "{{ format_date '2026-11-27T23:30:00Z' 'yyyy-MM-dd' }}", "2026-11-28")]
    [InlineData("en-US", "{{ format_date 1795822200000 'yyyy-MM-dd' }}", "2026-11-28")]
    [InlineData("en-US", "{{ format_date '1795822200000' 'yyyy-MM-dd' }}", "2026-11-28")]
    [InlineData("en-US", "{{ format_time '2026-11-27T23:30:00Z' }}", "12:30 AM")]
    [InlineData("de-DE", "{{ format_time '2026-11-27T23:30:00Z' }}", "00:30")]
    [InlineData("de-DE", "{{ format_time '2026-11-27T09:05:00' }}", "09:05")]
    [InlineData("de-DE", "{{ format_date_time now }}", "27. November 2026 09:00")]
    [InlineData("de-DE", "{{ format_date now 'dddd' }}", "Freitag")]
    [InlineData("en-US", "[{{ format_number null }}{{ format_money '' }}{{ format_date profile.x }}{{ format_percent ' ' }}]", "[]")]
    public void A_value_is_written_as_its_readers_write_it(string locale, string source, string expected)
    {
        using var bench = Workbench.Mail("<p>x</p>", ("mail/body.txt", source), ("mail/fallback/body.html", "<p>static</p>"), ("mail/template.yaml", "subject: s\ntime_zone: Europe/Berlin\n"));
        var mail = bench.Render(locale: locale);
        Assert.Empty(mail.Faults);
        Assert.Equal(expected, mail.Text!.Replace('\u00a0', ' ').Replace('\u202f', ' '));
    }

    [Theory]
    [InlineData("{{ format_number 'many' }}")]
    [InlineData("{{ format_money 3 'Euro' }}")]
    [InlineData("{{ format_date 'soon' }}")]
    [InlineData("{{ format_date true }}")]
    [InlineData("{{ format_date 99999999999999999 }}")]
    public void What_cannot_be_formatted_is_a_fault_and_never_an_empty_string(string source)
    {
        using var bench = Workbench.Mail("<p>x</p>", ("mail/body.txt", source), ("mail/fallback/body.html", "<p>static</p>"), ("mail/template.yaml", "subject: s\n"));
        var mail = bench.Render();
        Assert.True(mail.UsedStatic);
        Assert.Equal("render_error", mail.Faults[0].Code);
    }

    [Theory]
    [InlineData("fr", """{"locale":"de"}""", "fr")]
    [InlineData(null, """{"locale":"pt_BR"}""", "pt-BR")]
    [InlineData(null, """{"locale":"no such locale"}""", "it-IT")]
    [InlineData(null, """{"locale":42}""", "it-IT")]
    [InlineData(null, "{}", "it-IT")]
    public void Locale_is_the_requests_else_the_persons_else_the_templates(string? request, string profile, string expected)
    {
        using var bench = Workbench.Mail("<p>{{ locale }}</p>", ("mail/template.yaml", "subject: s\nlocale: it-IT\n"), ("workspace.yaml", "locale: es-ES\n"));
        Assert.Equal($"<p>{expected}</p>", bench.Render(profile, locale: request).Html);
        bench.Write("mail/template.yaml", "subject: s\n");
        Assert.Equal($"<p>{(expected == "it-IT" ? "es-ES" : expected)}</p>", bench.Render(profile, locale: request).Html);
    }

    [Fact]
    public void Time_zone_is_the_requests_else_the_persons_else_the_templates()
    {
        using var bench = Workbench.Mail("<p>{{ now.hour }}</p>", ("mail/template.yaml", "subject: s\ntime_zone: Asia/Tokyo\n"));
        var template = bench.Template();
        Assert.Equal("<p>17</p>", Hour("{}", null));
        Assert.Equal("<p>9</p>", Hour("""{"time_zone":"Europe/Berlin"}""", null));
        Assert.Equal("<p>17</p>", Hour("""{"time_zone":"../../etc/passwd"}""", null));
        Assert.Equal("<p>3</p>", Hour("""{"time_zone":"Europe/Berlin"}""", "America/New_York"));

        string? Hour(string profile, string? zone) =>
            template.Render(Workbench.Scope(profile, timeZone: zone), [], [Renderer.Templates.Part.Html], default).Html;
    }

    [Theory]
    [InlineData("de-DE", "Jetzt kaufen, Ann")]
    [InlineData("de-AT", "Jetzt kaufen, Ann")]
    [InlineData("de-CH", "Jetz chaufe, Ann")]
    [InlineData("fr-FR", "Buy now, Ann")]
    public void Words_come_from_the_locale_its_language_or_the_templates_own(string locale, string expected)
    {
        using var bench = Workbench.Mail(
            "<p>{{ t \"cart.cta\" {name: profile.name} }}</p>",
            ("mail/template.yaml", "subject: s\nlocale: en-GB\n"),
            ("mail/locales/en.yaml", "cart:\n  cta: Buy now, {name}\n"),
            ("mail/locales/de.yaml", "cart.cta: Jetzt kaufen, {name}\n"),
            ("_blocks/locales/de-CH.yaml", "cart.cta: Jetz chaufe, {name}\n"));
        Assert.Equal($"<p>{expected}</p>", bench.Render("""{"name":"Ann"}""", locale: locale).Html);
        Assert.Empty(bench.Check());
    }

    [Fact]
    public void A_locale_without_a_text_is_named()
    {
        using var bench = Workbench.Mail(
            "<p>{{ t 'a' }}</p>", ("mail/template.yaml", "subject: s\n"), ("mail/locales/en.yaml", "a: A\n"), ("mail/locales/fr.yaml", "b: B\n"));
        var fault = Assert.Single(bench.Check());
        Assert.Equal(("translation_missing", Renderer.Model.Severity.Warning), (fault.Code, fault.Severity));
        Assert.Contains("locales/fr.yaml", fault.Message, StringComparison.Ordinal);
    }
}
