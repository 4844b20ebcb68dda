using AngleSharp.Html.Parser;
using MimeKit;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp;

public sealed class OutboxTests
{
    private const string Hostile = """
        {"personalizations":[{"to":[{"email":"ann@x.example"}]}],"from":{"email":"n@s.example"},"subject":"<script>alert(1)</script> ☃",
         "content":[{"type":"text/plain","value":"plain"},{"type":"text/x-amp-html","value":"amp"},{"type":"text/html","value":"<script>alert(2)</script><img src=\"cid:pic\">"}],
         "attachments":[{"content":"AAEC","filename":"p.png","type":"image/png","disposition":"inline","content_id":"pic"},{"content":"aGk=","filename":"a.txt","type":"text/plain"}]}
        """;

    private static readonly (string, string) Auth = ("Authorization", "Bearer " + EspSandbox.Key);

    [Fact]
    public async Task A_page_shows_the_mail_in_a_frame_and_its_parts_beside_it()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync("/v3/mail/send", Hostile, 202, Auth);

        var page = await new HtmlParser().ParseDocumentAsync(await PageAsync(sandbox, "/sandbox/outbox/1"));
        var list = await new HtmlParser().ParseDocumentAsync(await PageAsync(sandbox, "/sandbox/outbox"));

        Assert.Empty(page.Scripts);
        Assert.Equal("<script>alert(1)</script> ☃", page.QuerySelector("h2")!.TextContent);
        var frame = page.QuerySelector("iframe")!;
        Assert.Equal(("/sandbox/outbox/1/html", "allow-popups"), (frame.GetAttribute("src"), frame.GetAttribute("sandbox")));
        Assert.Equal(["HTML", "Text", "AMP", "Attachments", "Headers"], page.QuerySelectorAll("details summary").Select(part => part.TextContent.Split(',')[0]));
        Assert.Single(list.QuerySelectorAll("nav a[href='/sandbox/outbox/1']"));
        using var shown = await sandbox.Http.GetAsync("/sandbox/outbox/1/html");
        Assert.Contains("src=\"/sandbox/outbox/1/attachments/0\"", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith("sandbox", shown.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal([0, 1, 2], await sandbox.Http.GetByteArrayAsync("/sandbox/outbox/1/attachments/0"));
    }

    [Fact]
    public async Task The_source_is_a_mail_that_others_can_read()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync("/v3/mail/send", Hostile, 202, Auth);

        using var source = new MemoryStream(await sandbox.Http.GetByteArrayAsync("/sandbox/outbox/1/source"));
        using var message = await MimeMessage.LoadAsync(source);

        Assert.Equal("<script>alert(1)</script> ☃", message.Subject);
        Assert.Equal(["text/plain", "text/x-amp-html", "text/html", "image/png", "text/plain"], message.BodyParts.Select(part => part.ContentType.MimeType));
        Assert.Equal("a.txt", Assert.Single(message.Attachments).ContentDisposition!.FileName);
        Assert.Contains("cid:pic", message.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_asked_by_recipient_and_emptied()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync("/v3/mail/send", Hostile, 202, Auth);
        await sandbox.CallAsync("/v3/mail/send", Hostile.Replace("ann@", "bob@", StringComparison.Ordinal), 202, Auth);

        Assert.Single(await sandbox.MailsAsync("?to=BOB@x.example"));
        Assert.Single(await sandbox.MailsAsync("?after=1"));
        Assert.Empty(await sandbox.MailsAsync("?esp=mailgun"));
        using var gone = await sandbox.Http.DeleteAsync("/sandbox/outbox");
        Assert.Equal("""{"total":0,"mails":[]}""", await gone.Content.ReadAsStringAsync());
    }

    private static async Task<string> PageAsync(RunningSandbox sandbox, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml");
        using var response = await sandbox.Http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
