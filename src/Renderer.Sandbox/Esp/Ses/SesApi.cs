using System.Collections.Concurrent;
using System.Text.Json;
using Renderer.Sandbox.Esp.Merging;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Ses;

/// <summary>Amazon SES's v2 API: SendEmail, SendBulkEmail, and templates as far as sending needs them.</summary>
internal sealed class SesApi(SandboxOptions options, MailStore outbox, TimeProvider clock)
{
    public const string Name = "ses";

    private const int MostEntries = 50;

    private readonly ConcurrentDictionary<string, SesTemplate> templates = new();

    public static EspVendor Vendor { get; } = new(Name, 40L << 20, path => Vendors.Below(path, "/v2/email"), (context, status) => SesError.Of(status).WriteAsync(context));

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ServiceProvider.GetRequiredService<SesApi>();
        routes.MapPost("/v2/email/outbound-emails", context => api.AllowedAsync(context, api.SendAsync));
        routes.MapPost("/v2/email/outbound-bulk-emails", context => api.AllowedAsync(context, api.SendBulkAsync));
        routes.MapPost("/v2/email/templates", context => api.AllowedAsync(context, api.CreateTemplateAsync));
        routes.Map("/v2/email/{**path}", context => new SesError(404, "UnknownOperationException", "").WriteAsync(context));
    }

    private async Task AllowedAsync(HttpContext context, Func<HttpContext, JsonElement, Task> call)
    {
        if (await EspBody.ReadAsync(context, raw: true) is not { } body)
        {
            await SesError.Of(413).WriteAsync(context);
            return;
        }

        if (SesSignature.Check(context.Request, body, options.SesAccessKeyId, options.EspKey, clock.GetUtcNow()) is { } refused)
        {
            await refused.WriteAsync(context);
            return;
        }

        using var document = EspBody.Parse(body);
        await (document?.RootElement is { ValueKind: JsonValueKind.Object } root
            ? call(context, root)
            : new SesError(400, "SerializationException", "Unexpected token in the request body.").WriteAsync(context));
    }

    private Task SendAsync(HttpContext context, JsonElement root)
    {
        var (letter, error) = new SesContent(templates).Single(root);
        if (letter is null)
        {
            return error!.WriteAsync(context);
        }

        outbox.Add(letter.Address().ToList());
        return WriteAsync(context, writer => writer.WriteString("MessageId", letter.Id));
    }

    // An entry that is wrong has its own status; the others go.
    private Task SendBulkAsync(HttpContext context, JsonElement root)
    {
        var content = new SesContent(templates);
        var entries = root.Items("BulkEmailEntries").ToList();
        var wrong = entries.Count == 0 ? SesError.Bad("1 validation error detected: Value at 'bulkEmailEntries' failed to satisfy constraint: Member must not be null or empty")
            : entries.Count > MostEntries ? SesError.Bad("Bulk email entries must not exceed 50.")
            : content.BulkFault(root);
        if (wrong is not null)
        {
            return wrong.WriteAsync(context);
        }

        var read = entries.ConvertAll(entry => content.Entry(root, entry));
        outbox.Add(read.Select(one => one.Letter).OfType<Letter>().SelectMany(letter => letter.Address()).ToList());
        return WriteAsync(context, writer =>
        {
            writer.WriteStartArray("BulkEmailEntryResults");
            foreach (var (letter, status, error) in read)
            {
                writer.WriteStartObject();
                writer.WriteString("Status", status);
                if (letter is not null)
                {
                    writer.WriteString("MessageId", letter.Id);
                }
                else
                {
                    writer.WriteString("Error", error);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private Task CreateTemplateAsync(HttpContext context, JsonElement root)
    {
        var content = SesTemplate.Read(root.At("TemplateContent"));
        var fault = new[] { content.Subject, content.Html, content.Text }.OfType<string>()
            .Select(text => MergeTemplate.Parse(text, MergeLanguage.Handlebars).Fault).FirstOrDefault(one => one is not null);
        var error = root.Text("TemplateName") is not { Length: > 0 and <= 64 } ? SesError.Bad("The template name must be 1 to 64 characters long.")
            : string.IsNullOrEmpty(content.Subject) ? SesError.Bad("The subject must be specified.")
            : fault is not null ? SesError.Bad("Template rendering failed: " + fault)
            : !templates.TryAdd(root.Text("TemplateName")!, content) ? new SesError(400, "AlreadyExistsException", $"Template {root.Text("TemplateName")} already exists for account id.")
            : null;
        return error is null ? WriteAsync(context, _ => { }) : error.WriteAsync(context);
    }

    private static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> members)
    {
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        return context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                members(writer);
                writer.WriteEndObject();
            },
            "application/json");
    }
}

/// <summary>A template's three parts.</summary>
internal sealed record SesTemplate(string? Subject, string? Html, string? Text)
{
    public static SesTemplate Read(JsonElement content) => new(content.Text("Subject"), content.Text("Html"), content.Text("Text"));
}
