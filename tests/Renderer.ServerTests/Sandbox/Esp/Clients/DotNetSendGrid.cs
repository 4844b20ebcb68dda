using System.Text.Json;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Renderer.ServerTests.Sandbox.Esp.Clients;

/// <summary>The .NET client of SendGrid, over the same cases as the npm ones.</summary>
internal static class DotNetSendGrid
{
    public const string Name = "SendGrid (.NET)";

    private static readonly EmailAddress From = new("news@shop.example", "Shop");
    private static readonly EmailAddress[] People = [new("p0001@people.example", "Ann"), new("p0002@people.example", "Bo")];

    /// <param name="host">The base address.</param>
    /// <param name="key">The key.</param>
    /// <param name="hero">What stands in the HTML.</param>
    /// <param name="template">A dynamic template's id.</param>
    public static async Task<IReadOnlyList<ClientLine>> RunAsync(string host, string key, string hero, string template)
    {
        var good = new SendGridClient(new SendGridClientOptions { ApiKey = key, Host = host });
        var html = $"<p>h</p>{hero}";
        var cases = new (string Name, SendGridClient Client, SendGridMessage Message)[]
        {
            ("single", good, MailHelper.CreateSingleEmail(From, People[0], "Hi", "t", html)),
            ("batch", good, MailHelper.CreateSingleEmailToMultipleRecipients(From, [.. People], "Hi", "t", html)),
            ("personalized", good, MailHelper.CreateMultipleEmailsToMultipleRecipients(
                From, [.. People], ["Hi Ann", "Hi Bo"], "t", html + " -n-", [new() { ["-n-"] = "Ann" }, new() { ["-n-"] = "Bo" }])),
            ("templated", good, MailHelper.CreateSingleTemplateEmail(From, People[0], template, new { name = "Ann", hero })),
            ("attachment", good, With(html, message => message.AddAttachment("a.txt", Convert.ToBase64String("hello"u8), "text/plain"))),
            ("large", good, With(html, message => message.AddAttachment("a.dat", Convert.ToBase64String(new byte[300 << 10]), "application/octet-stream"))),
            ("amp", good, Amp(html)),
            ("error", good, MailHelper.CreateSingleEmail(From, new EmailAddress("nobody"), "Hi", "t", html)),
            ("denied", new SendGridClient(new SendGridClientOptions { ApiKey = "SG.wrong", Host = host }), MailHelper.CreateSingleEmail(From, People[0], "Hi", "t", html)),
        };
        var lines = new List<ClientLine>();
        foreach (var (name, client, message) in cases)
        {
            var response = await client.SendEmailAsync(message);
            lines.Add(new ClientLine(
                Name,
                name,
                JsonSerializer.SerializeToElement(new
                {
                    status = (int)response.StatusCode,
                    body = await response.Body.ReadAsStringAsync(),
                    id = response.Headers.TryGetValues("X-Message-Id", out _) ? "<id>" : null,
                }),
                default));
        }

        return lines;
    }

    private static SendGridMessage With(string html, Action<SendGridMessage> change)
    {
        var message = MailHelper.CreateSingleEmail(From, People[0], "Hi", "t", html);
        change(message);
        return message;
    }

    private static SendGridMessage Amp(string html)
    {
        var message = MailHelper.CreateSingleEmail(From, People[0], "Hi", null, null);
        message.AddContent("text/plain", "t");
        message.AddContent("text/html", html);
        message.AddContent("text/x-amp-html", "<!doctype html><html amp4email></html>");
        return message;
    }
}
