using Renderer.BrowserTests.Infrastructure;
using Xunit;

namespace Renderer.BrowserTests.Mails;

/// <summary>The shipped templates' mails as Chromium shows them to each sample person, and the web versions that they link to.</summary>
public sealed class ShippedMailTests(Mailbox mailbox, ITestOutputHelper output) : IClassFixture<Mailbox>
{
    /// <summary>How often a page is asked for before it must be the mail's own: on a busy machine its record may be late.</summary>
    private const int Attempts = 20;

    /// <summary>Baskets in which nothing can be shown: their mails have the pixel alone.</summary>
    private static readonly string[] Bare = ["cart-empty", "cart-hostile", "cart-nobody", "cart-odd"];

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
            var opened = await mailbox.OpenAsync(mail.File, surroundings, mail.Name);
            var web = await WebAsync(mail, surroundings);
            output.WriteLine($"{mail.Name} {surroundings.Name}: {opened.Pictures} pictures, web version {web.Outcome}");

            Assert.Equal([], opened.Faults.Select(fault => $"{mail.Name} {surroundings.Name}: {fault}"));
            Assert.Equal([], web.Faults.Select(fault => $"{mail.Name} web {surroundings.Name}: {fault}"));
            Assert.Equal((opened.Pictures, opened.Text), (web.Pictures, web.Text));
            Assert.Equal(!Bare.Contains(mail.Name), opened.Pictures > 1);
        }
    }

    private async Task<Seen> WebAsync(Mail mail, Surroundings surroundings)
    {
        for (var attempt = 1; ; attempt++)
        {
            var seen = await mailbox.OpenAsync(mail.Web, surroundings, mail.Name + "-web");
            if (seen.Outcome == "live" || attempt == Attempts)
            {
                return seen;
            }

            await Task.Delay(200);
        }
    }
}
