using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Links;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open.Amp;

/// <summary>A node whose template has data for AMP lists, one of which follows what is decided for a block.</summary>
public sealed partial class AmpStage : IAsyncLifetime
{
    public const string Sender = "news@brand.example";

    private Stage? stage;

    internal Stage Stage => stage ?? throw new InvalidOperationException("The stage is not up.");

    internal RendererNode Node => Stage.Node;

    /// <summary>A client without a key, that follows no redirect: a mail client's.</summary>
    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-amp-").FullName;
        Folders.Copy(Repository.Workspace("basic"), folder);
        await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), $"\namp: {{senders: [{Sender}, \"*@shop.example\"]}}\n");
        var template = Path.Combine(folder, "hello");
        await File.AppendAllTextAsync(
            Path.Combine(template, "template.yaml"),
            """

            amp_data:
              hero: { variants: [{ name: vip, file: vip.json }] }
              list: { xssi_prefix: ")]}'" }
              broken: {}
            """);
        await File.WriteAllTextAsync(Path.Combine(template, "hero.json"), """{"items":[{"for":"everybody"}]}""");
        await File.WriteAllTextAsync(Path.Combine(template, "vip.json"), """{"items":[{"for":"vip {{ profile.tier }}"}]}""");
        await File.WriteAllTextAsync(Path.Combine(template, "list.json"), """{"items":[{"name":"{{ profile.first_name }}","url":"{{ link "https://shop.example/p?a=1&b=2" }}"}]}""");
        await File.WriteAllTextAsync(Path.Combine(template, "broken.json"), """{"items":[{{ profile.first_name.a.b }}]}""");
        await File.WriteAllTextAsync(Path.Combine(template, "fallback", "broken.json"), """{"items":["as always"]}""");
        await File.WriteAllTextAsync(
            Path.Combine(template, "body.amp.html"),
            """
            {{ block "hero" }}
            <amp-list src="{{ amp_link "hero" }}" layout="fixed-height" height="10"><template type="amp-mustache">{{for}}</template></amp-list>
            <amp-list src="{{ amp_link "list" }}" xssi-prefix=")]}'" layout="fixed-height" height="10"><template type="amp-mustache"><a href="{{url}}">{{name}}</a></template></amp-list>
            <amp-list src="{{ amp_link "broken" }}" layout="fixed-height" height="10"><template type="amp-mustache">{{.}}</template></amp-list>
            """);
        stage = await Stage.StartAsync(folder);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Node.Url) };
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36");
    }

    /// <summary>The addresses of a person's data, as they stand in their mail: those of hero, list and broken.</summary>
    public async Task<string[]> LinksAsync(string id, string message)
    {
        using var answer = await Node.Http.PostTextAsync("/v1/render/hello?part=amp", $$"""{"recipient":{"id":"{{id}}"},"message_id":"{{message}}"}""");
        var amp = await answer.Content.ReadAsStringAsync();
        var found = Source().Matches(amp).Select(match => match.Groups[1].Value).ToArray();
        Assert.True(found.Length == 3 && found.All(link => link.StartsWith(Node.Url + "/a/", StringComparison.Ordinal)), amp);
        return found;
    }

    /// <summary>Asks as a mail client that speaks version 2.</summary>
    public async Task<HttpResponseMessage> AskAsync(string link, string sender = Sender, HttpContent? form = null)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, link) { Content = form };
        request.Headers.Add("AMP-Email-Sender", sender);
        return await Http.SendAsync(request);
    }

    /// <summary>A token of this node that was made for something else, or somewhere else.</summary>
    public string Mint(LinkPurpose purpose) => Node.Services.GetRequiredService<LinkTokens>().Mint(
        purpose, new LinkFacts { Workspace = WorkspaceName.Default, MadeAt = Instant.From(TimeProvider.System.GetUtcNow()), Template = LinkName.Of("hello"), Slot = LinkName.Of("list") }).Text;

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (stage is not null)
        {
            await stage.DisposeAsync();
        }
    }

    [GeneratedRegex("""amp-list src="([^"]+)""")]
    private static partial Regex Source();
}
