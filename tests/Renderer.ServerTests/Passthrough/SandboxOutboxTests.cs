using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;
using Renderer.Server.Passthrough.Ses.Signing;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough;

/// <summary>Marked requests through the node to the sandbox's ESPs, which merge as their vendors do: what each recipient then has, one by one.</summary>
public sealed class SandboxOutboxTests : IAsyncLifetime
{
    private const string Html = "<p>Hi</p>[[renderer:letter#hero]]";
    private static readonly int[] People = [.. Enumerable.Range(1, 40)];
    private readonly string folder = Directory.CreateTempSubdirectory("renderer-outbox-").FullName;
    private Stage stage = null!;
    private AccessPair pair = null!;

    public async ValueTask InitializeAsync()
    {
        var workspace = Folders.Copy(Repository.Workspace("esp"), Path.Combine(folder, "esp"));
        string[] types = ["mailgun", "postmark", "mandrill", "sparkpost", "resend"];
        await File.AppendAllTextAsync(Path.Combine(workspace, "workspace.yaml"), "esps:\n"
            + string.Concat(types.Select(type => $"  {type}: {{type: {type}, base_url: '${{env:SANDBOX_URL}}', api_key: '${{env:ESP_KEY}}', budget: 5s}}\n"))
            + "  ses: {type: ses, base_url: '${env:SANDBOX_URL}', access_key_id: AKIASANDBOX000000000, secret_access_key: '${env:ESP_KEY}', budget: 5s}\n");
        stage = await Stage.StartAsync(workspace, new() { ["!ESP_KEY"] = "SG.sandbox-secret" });
        var key = await stage.Node.Services.GetRequiredService<AccessKeys>().NewSigningAsync(WorkspaceName.Default, Role.Send, [], "SES", null, "test");
        pair = stage.Node.Services.GetRequiredService<AccessPairs>().Make(key.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Mailgun_gives_each_their_own()
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in ((string, string)[])
            [("from", "shop@brand.example"), ("subject", "[[renderer:letter]]"), ("html", Html), ("text", "Hello"), ("amp-html", "[[renderer:letter]]"), .. People.Select(person => ("to", VendorStage.Address(person)))])
        {
            form.Add(new StringContent(value), name);
        }

        await SendAsync("/mailgun/v3/brand.example/messages", form, ("Authorization", "Basic " + Convert.ToBase64String("api:dev"u8)));
        await EachHasTheirOwnAsync("mailgun", withAmp: true);
    }

    [Fact]
    public async Task Postmark_gives_each_their_own()
    {
        var mails = People.Select(person => new { From = "shop@brand.example", To = VendorStage.Address(person), Subject = "[[renderer:letter]]", HtmlBody = Html, TextBody = "Hello" });
        await SendAsync("/postmark/email/batch", Json(mails), ("X-Postmark-Server-Token", "dev"));
        await EachHasTheirOwnAsync("postmark");
    }

    [Theory]
    [InlineData("mailchimp")]
    [InlineData("handlebars")]
    public async Task Mandrill_gives_each_their_own(string language)
    {
        var message = new { from_email = "shop@brand.example", to = People.Select(person => new { email = VendorStage.Address(person) }), subject = "[[renderer:letter]]", html = Html, text = "Hello", merge_language = language };
        await SendAsync("/mandrill/api/1.3/messages/send", Json(new { key = "dev", message }));
        await EachHasTheirOwnAsync("mandrill");
    }

    [Fact]
    public async Task SparkPost_gives_each_their_own()
    {
        var recipients = People.Select(person => new { address = new { email = VendorStage.Address(person) } });
        var content = new { from = "shop@brand.example", subject = "[[renderer:letter]]", html = Html, text = "Hello", amp_html = "[[renderer:letter]]" };
        await SendAsync("/sparkpost/api/v1/transmissions", Json(new { recipients, content }), ("Authorization", "dev"));
        await EachHasTheirOwnAsync("sparkpost", withAmp: true);
    }

    [Fact]
    public async Task Resend_gives_each_their_own()
    {
        var mails = People.Select(person => new { from = "shop@brand.example", to = VendorStage.Address(person), subject = "[[renderer:letter]]", html = Html, text = "Hello" });
        await SendAsync("/resend/emails/batch", Json(mails), ("Authorization", "Bearer dev"));
        await EachHasTheirOwnAsync("resend");
    }

    [Fact]
    public async Task SES_gives_each_their_own_in_bulk()
    {
        await SignAsync("/ses/v2/email/outbound-bulk-emails", new
        {
            FromEmailAddress = "shop@brand.example",
            DefaultContent = new { Template = new { TemplateContent = new { Subject = "[[renderer:letter]]", Html, Text = "Hello" }, TemplateData = "{}" } },
            BulkEmailEntries = People.Select(person => new { Destination = new { ToAddresses = (string[])[VendorStage.Address(person)] } }),
        });
        await EachHasTheirOwnAsync("ses");
    }

    [Fact]
    public async Task SES_gives_each_their_own_of_one_mail_to_all()
    {
        await SignAsync("/ses/v2/email/outbound-emails", new
        {
            FromEmailAddress = "shop@brand.example",
            Destination = new { ToAddresses = People.Select(VendorStage.Address) },
            Content = new { Simple = new { Subject = new { Data = "[[renderer:letter]]" }, Body = new { Html = new { Data = Html }, Text = new { Data = "Hello" } } } },
        });
        await EachHasTheirOwnAsync("ses");
    }

    [Fact]
    public async Task SES_gives_each_their_own_of_a_whole_MIME_message_AMP_too()
    {
        const string Mime = """
            From: shop@brand.example
            To: everybody@brand.example
            Subject: =?utf-8?Q?=5B=5Brenderer=3Aletter=5D=5D?=
            X-Own:  kept   as it is
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8

            Hello
            --b
            Content-Type: text/x-amp-html; charset=utf-8
            Content-Transfer-Encoding: base64

            W1tyZW5kZXJlcjpsZXR0ZXJdXQ==
            --b
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Hi</p>[[renderer:let=
            ter#hero]]
            --b--

            """;
        var raw = Convert.ToBase64String(Encoding.ASCII.GetBytes(Mime.ReplaceLineEndings("\r\n")));
        await SignAsync("/ses/v2/email/outbound-emails", new { Destination = new { ToAddresses = People.Select(VendorStage.Address) }, Content = new { Raw = new { Data = raw } } });
        await EachHasTheirOwnAsync("ses", withAmp: true);
    }

    private static StringContent Json(object value) => new(JsonSerializer.Serialize(value), Encoding.UTF8, "application/json");

    private async Task SignAsync(string path, object body)
    {
        var json = JsonSerializer.Serialize(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, stage.Node.Url + "/esp" + path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        new RequestSigner(pair.AccessKeyId, pair.Secret, "us-east-1", TimeProvider.System).Sign(request, Signature.Hash(Encoding.UTF8.GetBytes(json)));
        await SendAsync(request);
    }

    private async Task SendAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/esp" + path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        await SendAsync(request);
    }

    private async Task SendAsync(HttpRequestMessage request)
    {
        using var http = stage.Node.Client(null);
        using var answer = await http.SendAsync(request);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task EachHasTheirOwnAsync(string esp, bool withAmp = false)
    {
        var outbox = JsonNode.Parse(await stage.Sandbox.Http.GetStringAsync($"/sandbox/outbox?esp={esp}&limit=1000"))!["mails"]!.AsArray();
        Assert.Equal(People.Select(VendorStage.Address).Order(), outbox.Select(mail => mail!["to"]!.GetValue<string>()).Order());
        var subjects = new HashSet<string>();
        foreach (var person in People)
        {
            var got = outbox.Single(mail => mail!["to"]!.GetValue<string>() == VendorStage.Address(person))!;
            var expected = await stage.Node.RenderAsync("letter", new { recipient = new { email = VendorStage.Address(person) } });
            var hero = await stage.Node.Http.GetStringAsync($"/v1/render/letter?email={VendorStage.Address(person)}&block=hero");
            Assert.Equal(
                (expected.Text("subject"), "<p>Hi</p>" + hero, "Hello"),
                (got["subject"]!.GetValue<string>(), got["html"]!.GetValue<string>().TrimEnd(), got["text"]!.GetValue<string>().TrimEnd()));
            Assert.Equal(withAmp ? expected.Text("amp") : null, got["amp"]?.GetValue<string>());
            Assert.Contains("/u/", got["headers"]!["List-Unsubscribe"]!.GetValue<string>(), StringComparison.Ordinal);
            subjects.Add(expected.Text("subject")!);
        }

        Assert.True(subjects.Count > 10, "the sandbox's people have names of their own");
    }
}
