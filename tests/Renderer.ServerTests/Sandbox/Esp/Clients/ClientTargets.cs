using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Renderer.ServerTests.Sandbox.Esp.Clients;

/// <summary>Where the clients are sent, and the templates that they name; the templates are made at the sandbox itself.</summary>
internal sealed class ClientTargets
{
    public static readonly string[] Esps = ["sendgrid", "mailgun", "postmark", "mandrill", "sparkpost", "ses", "resend"];

    private static readonly (string, string) Bearer = ("Authorization", "Bearer " + EspSandbox.Key);

    private readonly Dictionary<string, string> templates;

    private ClientTargets(Dictionary<string, string> templates) => this.templates = templates;

    /// <summary>A dynamic template of SendGrid.</summary>
    public string SendGridTemplate => templates["sendgrid"];

    /// <summary>Makes a template at each ESP of a sandbox.</summary>
    public static async Task<ClientTargets> MakeAsync(RunningSandbox sandbox)
    {
        const string html = "<p>{{name}}</p>{{{hero}}}";
        var (made, _) = await sandbox.CallAsync("/v3/templates", """{"name":"t","generation":"dynamic"}""", 201, Bearer);
        var sendgrid = made.Text("id")!;
        await sandbox.CallAsync($"/v3/templates/{sendgrid}/versions", JsonSerializer.Serialize(new { name = "v", subject = "Hi {{name}}", html_content = html }), 201, Bearer);
        using var form = new HttpRequestMessage(HttpMethod.Post, "/v3/shop.example/templates")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "t", ["template"] = html }),
        };
        form.Headers.TryAddWithoutValidation("Authorization", MailgunTests.Basic);
        await sandbox.CallAsync(form, 200);
        var (postmark, _) = await sandbox.CallAsync("/templates", JsonSerializer.Serialize(new { Name = "t", Subject = "Hi {{name}}", HtmlBody = html }), 200, ("X-Postmark-Server-Token", EspSandbox.Key));
        await sandbox.CallAsync("/api/1.0/templates/add.json", JsonSerializer.Serialize(new { key = EspSandbox.Key, name = "t", subject = "Hi *|N|*", code = "<p>*|N|*</p>*|HERO|*" }), 200);
        await sandbox.CallAsync(
            "/api/v1/templates",
            JsonSerializer.Serialize(new { id = "t", content = new { from = "news@shop.example", subject = "Hi {{name}}", html } }),
            200,
            ("Authorization", EspSandbox.Key));
        await SesTests.CallAsync(sandbox, "/v2/email/templates", JsonSerializer.Serialize(new { TemplateName = "t", TemplateContent = new { Subject = "Hi {{name}}", Html = "<p>{{name}}</p>{{hero}}" } }), 200);
        var (resend, _) = await sandbox.CallAsync(
            "/templates",
            """{"name":"t","subject":"Hi {{{NAME}}}","html":"<p>{{{NAME}}}</p>{{{HERO}}}","variables":[{"key":"NAME","type":"string"},{"key":"HERO","type":"string","fallback_value":""}]}""",
            200,
            Bearer);
        return new ClientTargets(new()
        {
            ["sendgrid"] = sendgrid, ["mailgun"] = "t", ["postmark"] = postmark.GetProperty("TemplateId").GetRawText(), ["mandrill"] = "t", ["sparkpost"] = "t", ["ses"] = "t", ["resend"] = resend.Text("id")!,
        });
    }

    /// <summary>What <c>clients.cjs</c> is told.</summary>
    /// <param name="baseOf">The base address for an ESP.</param>
    /// <param name="key">The key for all but SES.</param>
    /// <param name="access">SES's access key id and secret.</param>
    /// <param name="hero">What stands in the HTML.</param>
    public object Config(Func<string, string> baseOf, string key, (string Id, string Secret) access, string hero) => new
    {
        @base = Esps.ToDictionary(esp => esp, baseOf),
        key = Esps.ToDictionary(esp => esp, _ => key),
        access = new { id = access.Id, secret = access.Secret },
        hero,
        templates = templates.ToDictionary(one => one.Key, one => one.Key == "postmark" ? JsonValue.Create(long.Parse(one.Value, provider: null)) : JsonValue.Create(one.Value)),
    };

    /// <summary>A table of what came of the cases, in Markdown.</summary>
    public static string Table(IReadOnlyList<ClientLine> direct, IReadOnlyList<ClientLine>? through)
    {
        var rows = direct.Select(line =>
        {
            var other = through?.FirstOrDefault(one => one.Client == line.Client && one.Case == line.Case)?.Result;
            return $"| {line.Client} | {line.Case} | `{line.Result.Replace("|", "\\|", StringComparison.Ordinal)}` | {(other is null ? "not run" : other == line.Result ? "the same" : $"`{other.Replace("|", "\\|", StringComparison.Ordinal)}`")} |";
        });
        return "| client | case | against the sandbox | through Renderer |\n|---|---|---|---|\n" + string.Join('\n', rows) + "\n";
    }

    public static void AllTried(IReadOnlyList<ClientLine> lines)
    {
        Assert.Equal(
            ["@aws-sdk/client-sesv2", "@mailchimp/mailchimp_transactional", "@sendgrid/mail", "mailgun.js", "nodemailer (SES)", "postmark", "resend", "sparkpost"],
            lines.Select(line => line.Client).Distinct().Order(StringComparer.Ordinal));
        Assert.All(["single", "batch", "attachment", "large", "error", "denied"], name => Assert.Equal(8, lines.Count(line => line.Case == name)));
    }
}
