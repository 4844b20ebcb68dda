using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Renderer.ServerTests.Sandbox;
using Renderer.ServerTests.Sandbox.Esp;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Engagement;

/// <summary>From a mail at the sandbox's ESPs to the ledger: what each tells of it, signed as it does.</summary>
public sealed class SandboxEventsTests
{
    [Theory]
    [InlineData("sendgrid")]
    [InlineData("mailgun")]
    [InlineData("postmark")]
    [InlineData("mandrill")]
    [InlineData("sparkpost")]
    [InlineData("ses")]
    [InlineData("resend")]
    public async Task What_an_ESP_tells_of_a_mail_stands_with_its_message(string esp)
    {
        var url = FreePort.Url();
        var folder = Directory.CreateTempSubdirectory("renderer-sandbox-events-").FullName;
        await using var sandbox = await RunningSandbox.StartAsync($"EspHookUrl={url}/hooks/default/{{esp}}");
        var hooks = await sandbox.GetAsync("/sandbox/hooks");
        var proof = hooks.GetProperty(esp).EnumerateObject().Single();
        var variables = new Dictionary<string, string> { ["State"] = Path.Combine(folder, "state"), ["Secrets"] = Path.Combine(folder, "secrets") };
        var workspace = Folders.Copy(Repository.Workspace("basic"), Path.Combine(folder, "workspace"));
        await File.AppendAllTextAsync(
            Path.Combine(workspace, "workspace.yaml"),
            $"\nesps:\n  {esp}: {{ type: {esp}, base_url: \"{sandbox.Url.ToString().TrimEnd('/')}\", {proof.Name}: \"{(proof.Name == "hook_secret" ? "${env:HOOK}" : proof.Value.GetString())}\" }}\n");
        (variables["Workspaces:default:Folder"], variables["!HOOK"]) = (workspace, proof.Value.GetString()!);
        await using (var node = await RendererNode.StartAsync(url, sandbox.Url.ToString().TrimEnd('/'), variables, clock: null))
        {
            var sealing = node.Services.GetRequiredService<ISealing>();
            var names = PersonNames.OpaqueEach(sealing, WorkspaceName.Default, Identifier.Email("ann@x.example"));
            await node.Services.GetRequiredService<Consents>().ChangeAsync(WorkspaceName.Default, names, _ => new(Consent.Granted, Consent.Granted, Consent.Unknown), "test");
            await SendAsync(sandbox, esp);
            foreach (var kind in new[] { "open?machine=true", "click", "bounce", "complaint" })
            {
                var answer = await sandbox.PostAsync($"/sandbox/outbox/1/events/{kind}", new { });
                Assert.Equal(200, answer.GetProperty("hook_status").GetInt32());
            }

            IReadOnlyList<KeptEvent> kept = [];
            var key = MessageKey.Of(sealing, WorkspaceName.Default, names, MessageNames.HashOf("m1"));
            await Eventually.TrueAsync(async () => (kept = await node.Services.GetRequiredService<OpenEvents>().FindAsync(key, default)).Count >= 5);
            Assert.Equal(
                [OpenKind.Delivered, OpenKind.EspOpen, OpenKind.EspClick, OpenKind.Bounced, OpenKind.Complained],
                kept.Select(one => one.Kind).Order());
            Assert.Equal(Consent.Withdrawn, node.Services.GetRequiredService<Consents>().Of(WorkspaceName.Default, names).Personalization);
            if (esp is "sendgrid" or "mailgun" or "sparkpost")
            {
                Assert.NotEqual(OpenClass.Person, kept.Single(one => one.Kind == OpenKind.EspOpen).Class);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task SendAsync(RunningSandbox sandbox, string esp)
    {
        switch (esp)
        {
            case "sendgrid":
                await sandbox.CallAsync(
                    "/v3/mail/send",
                    """{"personalizations":[{"to":[{"email":"ann@x.example"}],"custom_args":{"renderer_message_id":"m1"}}],"from":{"email":"n@s.example"},"subject":"s","content":[{"type":"text/plain","value":"t"}]}""",
                    202,
                    ("Authorization", "Bearer " + EspSandbox.Key));
                break;
            case "mailgun":
                using (var request = new HttpRequestMessage(HttpMethod.Post, "/v3/s.example/messages"))
                {
                    request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["from"] = "n@s.example", ["to"] = "ann@x.example", ["text"] = "t", ["v:renderer_message_id"] = "m1" });
                    request.Headers.TryAddWithoutValidation("Authorization", MailgunTests.Basic);
                    await sandbox.CallAsync(request, 200);
                }

                break;
            case "postmark":
                await sandbox.CallAsync("/email", """{"From":"n@s.example","To":"ann@x.example","TextBody":"t","Metadata":{"renderer_message_id":"m1"}}""", 200, ("X-Postmark-Server-Token", EspSandbox.Key));
                break;
            case "mandrill":
                await sandbox.CallAsync(
                    "/api/1.0/messages/send.json", """{"key":"SG.sandbox-secret","message":{"text":"t","from_email":"n@s.example","to":[{"email":"ann@x.example"}],"metadata":{"renderer_message_id":"m1"}}}""", 200);
                break;
            case "sparkpost":
                await sandbox.CallAsync(
                    "/api/v1/transmissions",
                    """{"content":{"from":"n@s.example","subject":"s","text":"t"},"recipients":[{"address":"ann@x.example","metadata":{"renderer_message_id":"m1"}}]}""",
                    200,
                    ("Authorization", EspSandbox.Key));
                break;
            case "ses":
                await Sandbox.Esp.SesTests.CallAsync(
                    sandbox,
                    "/v2/email/outbound-emails",
                    """{"FromEmailAddress":"n@s.example","Destination":{"ToAddresses":["ann@x.example"]},"EmailTags":[{"Name":"renderer_message_id","Value":"m1"}],"Content":{"Simple":{"Subject":{"Data":"s"},"Body":{"Text":{"Data":"t"}}}}}""",
                    200);
                break;
            default:
                await sandbox.CallAsync(
                    "/emails", """{"from":"n@s.example","to":"ann@x.example","subject":"s","text":"t","headers":{"X-Renderer-Message-Id":"m1"}}""", 200, ("Authorization", "Bearer " + EspSandbox.Key));
                break;
        }
    }
}
