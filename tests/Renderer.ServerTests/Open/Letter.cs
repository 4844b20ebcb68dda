using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Links;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;

namespace Renderer.ServerTests.Open;

/// <summary>A mail of the workspace "opened" as it lies in somebody's mailbox: the addresses that stand in it, without the host.</summary>
internal sealed class Letter
{
    private static readonly string[] Slots = ["hero", "photo", "clock"];

    private readonly Dictionary<(LinkPurpose Purpose, string Name), string> addresses = [];

    private Letter(string html) => Html = html;

    public string Html { get; }

    public string Pixel => addresses[(LinkPurpose.Pixel, "")];

    public string Web => addresses[(LinkPurpose.Web, "")];

    public string Consent => addresses[(LinkPurpose.Consent, "")];

    /// <summary>The click of a link of the text.</summary>
    public string Offers => addresses[(LinkPurpose.Click, "")];

    public IEnumerable<string> Pictures => addresses.Where(one => one.Key.Purpose == LinkPurpose.Image).Select(one => one.Value);

    public string Picture(string slot) => addresses[(LinkPurpose.Image, slot)];

    public string Click(string slot) => addresses[(LinkPurpose.Click, slot)];

    public static async Task<Letter> SendAsync(RendererNode node, string id)
    {
        var mail = await node.RenderAsync("letter", new { recipient = new { id }, message_id = $"m/{id}" });
        var letter = new Letter(mail.Text("html")!);
        var tokens = node.Services.GetRequiredService<LinkTokens>();
        var page = new HtmlParser().ParseDocument(letter.Html);
        foreach (var address in page.QuerySelectorAll("img").Select(one => one.GetAttribute("src"))
            .Concat(page.QuerySelectorAll("source").Select(one => one.GetAttribute("srcset")?.Split(' ')[0]))
            .Concat(page.QuerySelectorAll("a").Select(one => one.GetAttribute("href"))))
        {
            if (address is null || !Uri.TryCreate(address, UriKind.Absolute, out var url) || !address.StartsWith(node.Url + "/", StringComparison.Ordinal))
            {
                continue;
            }

            var token = url.Segments[^1].Split('.')[0];
            foreach (var purpose in Enum.GetValues<LinkPurpose>())
            {
                if (tokens.Open(purpose, token) is { } facts)
                {
                    // What rides as a slot of other links is their own business.
                    var name = facts.Slot.Text is { } slot && Slots.Contains(slot) ? slot : "";
                    letter.addresses[(purpose, name)] = url.PathAndQuery;
                }
            }
        }

        return letter;
    }
}
