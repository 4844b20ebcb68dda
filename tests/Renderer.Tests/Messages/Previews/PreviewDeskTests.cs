using Renderer.Messages;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Messages.Previews;

public sealed class PreviewDeskTests
{
    [Fact]
    public async Task A_masked_preview_shows_no_value_of_any_kind()
    {
        await using var desk = await Desk.OpenAsync("<p>{{ profile.n }} {{ profile.vip }} {{ profile.points }}</p>");
        desk.Crm.Put("a", new { n = "Zaphod", vip = true, points = 4711 });
        var shown = await ShowAsync(desk, masked: true);
        Assert.Contains("Zaphod true 4711", shown.Hashed.Html, StringComparison.Ordinal);
        Assert.Contains("••• false 0", shown.Message.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ skip 'not for ' + profile.n }}", "not for ???")]
    [InlineData("{{ if profile.n == 'Zaphod' }}{{ skip profile.n }}{{ end }}", "•••")]
    public async Task A_skipped_masked_preview_does_not_say_why_in_the_persons_own_words(string html, string reason)
    {
        await using var desk = await Desk.OpenAsync("<p>Hello</p>" + html);
        desk.Crm.Put("a", new { n = "Zaphod" });
        var shown = await ShowAsync(desk, masked: true);
        Assert.Equal((Outcome.Skipped, reason), (shown.Message.Outcome, shown.Message.SkipReason));
        Assert.Contains("Zaphod", (await ShowAsync(desk, masked: false)).Message.SkipReason, StringComparison.Ordinal);
    }

    private static async Task<PreviewShown> ShowAsync(Desk desk, bool masked) =>
        await desk.Previews.ShowAsync(new PreviewOrder(desk.Template, desk.Order("a")) { Masked = masked }, default);
}
