using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.SendGrid;

/// <summary>SendGrid's v3 API: mail/send, and templates as far as sending needs them.</summary>
internal sealed class SendGridApi(SandboxOptions options, MailStore outbox, SendGridTemplates templates, TimeProvider clock)
{
    public const string Name = "sendgrid";

    private const string Send = "/v3/mail/send";

    public static EspVendor Vendor { get; } = new(
        Name,
        30L << 20,
        path => Vendors.Below(path, "/v3/mail") || Vendors.Below(path, "/v3/templates"),
        SendGridError.OfAsync);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ServiceProvider.GetRequiredService<SendGridApi>();
        routes.MapPost(Send, context => api.AllowedAsync(context, api.SendAsync));
        routes.MapPost("/v3/templates", context => api.AllowedAsync(context, api.templates.CreateAsync));
        routes.MapPost("/v3/templates/{id}/versions", context => api.AllowedAsync(context, api.templates.AddVersionAsync));
        routes.Map("/v3/mail/{**path}", context => SendGridError.OfAsync(context, context.Request.Path == Send ? 405 : 404));
    }

    private readonly SendGridTemplates templates = templates;

    private Task AllowedAsync(HttpContext context, Func<HttpContext, Task> call)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.Length == 0 ? SendGridError.WriteAsync(context, 401, new SendGridError("Permission denied, wrong credentials"))
            : !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes("Bearer " + options.EspKey)) ? SendGridError.OfAsync(context, 401)
            : context.Request.ContentType is not { } type || !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) ? SendGridError.OfAsync(context, 415)
            : call(context);
    }

    private async Task SendAsync(HttpContext context)
    {
        if (await EspBody.ReadAsync(context) is not { } body)
        {
            await SendGridError.OfAsync(context, 413);
            return;
        }

        using var document = EspBody.Parse(body);
        if (document is null)
        {
            await SendGridError.WriteAsync(context, 400, new SendGridError("Bad Request"));
            return;
        }

        var root = document.RootElement;
        var errors = new SendGridChecks(templates, clock).Of(root).ToList();
        if (errors.Count > 0)
        {
            await SendGridError.WriteAsync(context, 400, errors);
            return;
        }

        // In its sandbox mode SendGrid looks and does nothing: 200, where it would be 202.
        if (root.At("mail_settings").At("sandbox_mode").IsTrue("enable"))
        {
            context.Response.StatusCode = 200;
            return;
        }

        var id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
        outbox.Add(new SendGridMerge(templates).Letters(root, id).SelectMany(letter => letter.Address()).ToList());
        context.Response.StatusCode = 202;
        context.Response.Headers["X-Message-Id"] = id;
        context.Response.ContentLength = 0;
    }
}
