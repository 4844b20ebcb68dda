using System.Globalization;
using System.Text;
using Renderer.Sandbox.Outbox;
using Renderer.Sandbox.Play;

namespace Renderer.Sandbox.Esp.Events;

/// <summary><c>POST /sandbox/outbox/{number}/events/{kind}</c>: says that something became of a mail. And what a workspace needs to check it.</summary>
internal static class EventEndpoint
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var (desk, store, keys, clock) = (services.GetRequiredService<EventDesk>(), services.GetRequiredService<MailStore>(), services.GetRequiredService<EventKeys>(), services.GetRequiredService<TimeProvider>());
        store.Taken += desk.Taken;
        routes.MapPost("/sandbox/outbox/{number:long}/events/{kind}", context => TellAsync(context, desk, store, clock));
        routes.MapGet("/sandbox/hooks", context => ShowAsync(context, keys));
        routes.MapGet(SesEvents.Certificate, context => WriteAsync(context, keys.SnsCertificate, "application/x-pem-file"));
        routes.MapGet("/sandbox/sns/confirm", context => desk.Confirm(context.Request.Query["Token"].ToString())
            ? WriteAsync(context, "<ConfirmSubscriptionResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><ConfirmSubscriptionResult><SubscriptionArn>" + EventKeys.Topic + ":1</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>", "text/xml")
            : Problem.NotFound.WriteAsync(context));
    }

    // Query: url of a click, machine=true for an open that nobody made, soft=true for a bounce that is not for good.
    private static async Task TellAsync(HttpContext context, EventDesk desk, MailStore store, TimeProvider clock)
    {
        var query = context.Request.Query;
        var kinds = Enum.GetNames<EspEventKind>().Select(name => name.ToLowerInvariant()).ToArray();
        var kind = (string)context.Request.RouteValues["kind"]!;
        if (store.Find(long.Parse((string)context.Request.RouteValues["number"]!, CultureInfo.InvariantCulture)) is not { } mail)
        {
            await Problem.NotFound.WriteAsync(context);
            return;
        }

        if (!kinds.Contains(kind))
        {
            await Problem.Unknown(kind, kinds).WriteAsync(context);
            return;
        }

        var answer = await desk.TellAsync(new EspEvent(
            mail, Enum.Parse<EspEventKind>(kind, ignoreCase: true), clock.GetUtcNow(), Guid.NewGuid(), query["url"].FirstOrDefault() ?? "https://shop.example/", query["machine"] == "true", query["soft"] == "true"));
        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.Redirect(string.Create(CultureInfo.InvariantCulture, $"/sandbox/outbox/{mail.Number}"));
            return;
        }

        await context.Response.WriteJsonAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("hook_status", answer.Status);
            if (answer.Error is not null)
            {
                writer.WriteString("hook_error", answer.Error);
            }

            writer.WriteEndObject();
        });
    }

    private static Task ShowAsync(HttpContext context, EventKeys keys) => context.Response.WriteJsonAsync(200, writer =>
    {
        writer.WriteStartObject();
        foreach (var (esp, setting, value) in new[]
        {
            ("sendgrid", "hook_key", keys.SendGridPublicKey), ("mailgun", "hook_secret", keys.Shared), ("postmark", "hook_secret", keys.Basic), ("mandrill", "hook_secret", keys.Shared),
            ("sparkpost", "hook_secret", keys.Basic), ("ses", "hook_key", EventKeys.Topic), ("resend", "hook_secret", keys.Resend),
        })
        {
            writer.WriteStartObject(esp);
            writer.WriteString(setting, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    private static async Task WriteAsync(HttpContext context, string text, string type)
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }
}
