using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Mailgun;

/// <summary>Mailgun's v3 API: messages as forms and as MIME, and templates as far as sending needs them.</summary>
internal sealed class MailgunApi(SandboxOptions options, MailStore outbox, MailgunTemplates templates, TimeProvider clock)
{
    public const string Name = "mailgun";

    private readonly MailgunTemplates templates = templates;

    public static EspVendor Vendor { get; } = new(Name, 25L << 20, IsApi, MailgunError.OfAsync);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ServiceProvider.GetRequiredService<MailgunApi>();
        routes.MapPost("/v3/{domain}/messages", context => api.AllowedAsync(context, api.SendAsync));
        routes.MapPost("/v3/{domain}/messages.mime", context => api.AllowedAsync(context, api.SendMimeAsync));
        routes.MapPost("/v3/{domain}/templates", context => api.AllowedAsync(context, api.templates.CreateAsync));
    }

    // /v3/{domain}/…; SendGrid's own second segments are never a domain.
    private static bool IsApi(string path)
    {
        var names = path.Split('/');
        return names is ["", "v3", { Length: > 0 } and not ("mail" or "templates"), "messages" or "messages.mime" or "templates", ..];
    }

    private Task AllowedAsync(HttpContext context, Func<HttpContext, Task> call)
    {
        var wanted = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + options.EspKey));
        var header = context.Request.Headers.Authorization.ToString();
        var domain = (string)context.Request.RouteValues["domain"]!;
        return !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(wanted)) ? MailgunError.OfAsync(context, 401)
            : !Mailbox.IsAddress("postmaster@" + domain) ? MailgunError.WriteAsync(context, 404, $"Domain not found: {domain}")
            : call(context);
    }

    private async Task SendAsync(HttpContext context)
    {
        var (form, tooLarge) = await EspForm.ReadAsync(context);
        if (form is null)
        {
            await (tooLarge ? MailgunError.OfAsync(context, 413) : MailgunError.WriteAsync(context, 400, "from parameter is missing"));
            return;
        }

        var (call, fault) = MailgunCall.Read(form, templates, (string)context.Request.RouteValues["domain"]!, clock);
        if (call is null)
        {
            await MailgunError.WriteAsync(context, 400, fault!);
            return;
        }

        await AcceptAsync(context, id => call.TestMode ? [] : call.Letters(id));
    }

    private async Task SendMimeAsync(HttpContext context)
    {
        var (form, tooLarge) = await EspForm.ReadAsync(context);
        if (tooLarge)
        {
            await MailgunError.OfAsync(context, 413);
            return;
        }

        var (letter, fault) = MailgunMime.Read(form);
        await (letter is null ? MailgunError.WriteAsync(context, 400, fault!) : AcceptAsync(context, id => [letter with { Id = id }]));
    }

    private Task AcceptAsync(HttpContext context, Func<string, IEnumerable<Letter>> letters)
    {
        var id = string.Create(
            CultureInfo.InvariantCulture,
            $"<{clock.GetUtcNow().UtcDateTime:yyyyMMddHHmmss}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}@{context.Request.RouteValues["domain"]}>");
        outbox.Add(letters(id).SelectMany(letter => letter.Address()).ToList());
        EspQuota.Write(context, "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", unixSeconds: true);
        return context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("id", id);
                writer.WriteString("message", "Queued. Thank you.");
                writer.WriteEndObject();
            },
            "application/json");
    }
}
