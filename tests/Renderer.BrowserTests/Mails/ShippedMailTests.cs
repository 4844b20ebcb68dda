using Renderer.BrowserTests.Infrastructure;
using Xunit;

namespace Renderer.BrowserTests.Mails;

/// <summary>The shipped templates' mails as Chromium shows them to each sample person, and the web versions that they link to.</summary>
public sealed class ShippedMailTests(Mailbox mailbox, ITestOutputHelper output) : IClassFixture<Mailbox>
{
    /// <summary>How often a page is looked at until it and its pictures are live: a busy machine may show fallbacks, which must be whole, too.</summary>
    private const int Attempts = 3;

    /// <summary>Baskets in which nothing can be shown, and letters whose lead is drawn in HTML: these mails have the pixel alone.</summary>
    private static readonly string[] Bare = ["cart-empty", "cart-hostile", "cart-nobody", "cart-odd", "newsletter-lapsed", "newsletter-vip"];

    public static TheoryData<string, string> Samples
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var template in (string[])["welcome", "cart", "newsletter"])
            {
                foreach (var file in Directory.GetFiles(Path.Combine(Mailbox.Templates, template, "samples")).Order(StringComparer.Ordinal))
                {
                    all.Add(template, Path.GetFileNameWithoutExtension(file));
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_mail_and_its_web_version_show_every_picture_and_all_text_in_light_and_dark_wide_and_on_a_phone(string template, string sample)
    {
        var mail = await mailbox.DeliverAsync(template, sample);
        foreach (var surroundings in Surroundings.All)
        {
            var opened = await OpenAsync(mail.File, surroundings, mail.Name);
            var web = await OpenAsync(mail.Web, surroundings, mail.Name + "-web");
            output.WriteLine($"{mail.Name} {surroundings.Name}: {opened.Pictures} pictures {string.Join(' ', opened.Outcomes)}, web version {string.Join(' ', web.Outcomes)}");

            Assert.Equal([], opened.Faults.Select(fault => $"{mail.Name} {surroundings.Name}: {fault}"));
            Assert.Equal([], web.Faults.Select(fault => $"{mail.Name} web {surroundings.Name}: {fault}"));
            Assert.Equal((opened.Pictures, opened.Text), (web.Pictures, web.Text));
            Assert.Equal(!Bare.Contains(mail.Name), opened.Pictures > 1);
        }
    }

    private async Task<Seen> OpenAsync(string url, Surroundings surroundings, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            var seen = await mailbox.OpenAsync(url, surroundings, name);
            if (seen.Outcomes.All(outcome => outcome == "live") || attempt == Attempts)
            {
                return seen;
            }

            await Task.Delay(200);
        }
    }
}
