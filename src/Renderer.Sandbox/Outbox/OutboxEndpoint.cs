using System.Text;
using System.Text.Json;
using Renderer.Sandbox.People;
using Renderer.Sandbox.Play;

namespace Renderer.Sandbox.Outbox;

/// <summary><c>/sandbox/outbox</c>: what the ESPs took, as JSON and as a page.</summary>
internal static class OutboxEndpoint
{
    private const int FlushEach = 64 << 10;

    public static void MapOutbox(this IEndpointRouteBuilder routes)
    {
        var store = routes.ServiceProvider.GetRequiredService<MailStore>();
        const string one = "/sandbox/outbox/{number:long}";
        routes.MapGet("/sandbox/outbox", context => WantsPage(context) ? PageAsync(context, OutboxPage.List(store.All().Mails)) : ListAsync(context, store));
        routes.MapDelete("/sandbox/outbox", context =>
        {
            store.Clear();
            return ListAsync(context, store);
        });
        routes.MapGet(one, context => FoundAsync(context, store, mail => WantsPage(context)
            ? PageAsync(context, OutboxPage.One(mail, store.All().Mails))
            : context.Response.WriteJsonAsync(200, writer => MailJson.Write(writer, mail))));
        routes.MapGet(one + "/html", context => FoundAsync(context, store, mail => PartAsync(context, OutboxPage.WithPictures(mail), "text/html")));
        routes.MapGet(one + "/amp", context => FoundAsync(context, store, mail => PartAsync(context, mail.Amp, "text/plain")));
        routes.MapGet(one + "/text", context => FoundAsync(context, store, mail => PartAsync(context, mail.Text, "text/plain")));
        routes.MapGet(one + "/source", context => FoundAsync(context, store, mail => BytesAsync(context, MailSource.Of(mail), "text/plain; charset=utf-8")));
        routes.MapGet(one + "/attachments/{index:int}", context => FoundAsync(context, store, mail => FileAsync(context, mail)));
    }

    private static bool WantsPage(HttpContext context) => context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static Task FoundAsync(HttpContext context, MailStore store, Func<Mail, Task> show)
    {
        var mail = long.TryParse((string?)context.Request.RouteValues["number"], out var number) ? store.Find(number) : null;
        return mail is null ? Problem.NotFound.WriteAsync(context) : show(mail);
    }

    // Ten thousand mails are tens of megabytes: they go out as they are written.
    private static async Task ListAsync(HttpContext context, MailStore store)
    {
        var query = context.Request.Query;
        var (total, mails) = store.All();
        var after = long.TryParse(query["after"], out var number) ? number : 0;
        var shown = mails.Where(mail =>
            mail.Number > after && Is(query["to"], mail.To) && Is(query["esp"], mail.Esp) && Is(query["id"], mail.Id) && Is(query["subject"], mail.Subject));
        if (int.TryParse(query["limit"], out var limit))
        {
            shown = shown.Take(limit);
        }

        context.Response.ContentType = Wire.Json;
        var body = context.Response.BodyWriter;
        await using var writer = new Utf8JsonWriter(body, DataFile.Plain);
        writer.WriteStartObject();
        writer.WriteNumber("total", total);
        writer.WriteStartArray("mails");
        foreach (var mail in shown)
        {
            MailJson.Write(writer, mail);
            if (writer.BytesPending > FlushEach)
            {
                await writer.FlushAsync(context.RequestAborted);
                await body.FlushAsync(context.RequestAborted);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }

    private static bool Is(string? wanted, string value) => string.IsNullOrEmpty(wanted) || value.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static Task PageAsync(HttpContext context, string page)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src 'self'; form-action 'self'";
        return BytesAsync(context, Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8");
    }

    // A mail is somebody else's markup: it runs no script, and stands in a frame of its own.
    private static Task PartAsync(HttpContext context, string? part, string type)
    {
        context.Response.Headers.ContentSecurityPolicy = "sandbox allow-popups; script-src 'none'";
        return part is null ? Problem.NotFound.WriteAsync(context) : BytesAsync(context, Encoding.UTF8.GetBytes(part), type + "; charset=utf-8");
    }

    private static Task FileAsync(HttpContext context, Mail mail)
    {
        var index = int.Parse((string)context.Request.RouteValues["index"]!, System.Globalization.CultureInfo.InvariantCulture);
        if (mail.Files.ElementAtOrDefault(index) is not { } file)
        {
            return Problem.NotFound.WriteAsync(context);
        }

        context.Response.Headers.ContentSecurityPolicy = "sandbox; script-src 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return BytesAsync(context, file.Content, file.Type.Any(char.IsControl) ? "application/octet-stream" : file.Type);
    }

    private static async Task BytesAsync(HttpContext context, ReadOnlyMemory<byte> bytes, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
