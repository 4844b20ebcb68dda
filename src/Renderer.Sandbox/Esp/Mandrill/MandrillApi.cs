using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Mandrill;

/// <summary>Mandrill's API, on 1.0 and on the 1.3 that its npm client has hard-coded; the key is in the body, the ending .json may be left out.</summary>
internal sealed class MandrillApi(SandboxOptions options, MailStore outbox, TimeProvider clock)
{
    public const string Name = "mandrill";

    private readonly ConcurrentDictionary<string, MandrillTemplate> templates = new(StringComparer.OrdinalIgnoreCase);

    public static EspVendor Vendor { get; } = new(
        Name, 25L << 20, path => Vendors.Below(path, "/api/1.0") || Vendors.Below(path, "/api/1.3"), (context, status) => MandrillError.Of(status).WriteAsync(context));

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ServiceProvider.GetRequiredService<MandrillApi>();
        foreach (var version in new[] { "/api/1.0", "/api/1.3" })
        {
            foreach (var ending in new[] { "", ".json" })
            {
                routes.MapPost($"{version}/messages/send{ending}", context => api.AllowedAsync(context, root => api.SendAsync(context, root, null)));
                routes.MapPost($"{version}/messages/send-template{ending}", context => api.AllowedAsync(context, root => api.SendTemplateAsync(context, root)));
                routes.MapPost($"{version}/templates/add{ending}", context => api.AllowedAsync(context, root => api.AddTemplateAsync(context, root)));
                routes.MapPost($"{version}/users/ping{ending}", context => api.AllowedAsync(context, _ => context.Response.WriteJsonAsync(200, writer => writer.WriteStringValue("PONG!"), "application/json; charset=utf-8")));
            }

            routes.Map(version + "/{**path}", context => MandrillError.Of(404).WriteAsync(context));
        }
    }

    private async Task AllowedAsync(HttpContext context, Func<JsonElement, Task> call)
    {
        if (await EspBody.ReadAsync(context) is not { } body)
        {
            await MandrillError.Of(413).WriteAsync(context);
            return;
        }

        using var document = EspBody.Parse(body);
        var key = document?.RootElement.Text("key");
        await (key is null ? MandrillError.NoKey.WriteAsync(context)
            : !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(options.EspKey)) ? MandrillError.Key.WriteAsync(context)
            : call(document!.RootElement));
    }

    private Task SendTemplateAsync(HttpContext context, JsonElement root) =>
        root.Text("template_name") is not { Length: > 0 } name ? MandrillError.Invalid("template_name", "Please enter a value").WriteAsync(context)
        : root.At("template_content").ValueKind != JsonValueKind.Array ? MandrillError.Invalid("template_content", "Please enter an array").WriteAsync(context)
        : !templates.TryGetValue(name, out var template) ? MandrillError.NoTemplate(name).WriteAsync(context)
        : SendAsync(context, root, template);

    private Task SendAsync(HttpContext context, JsonElement root, MandrillTemplate? template)
    {
        if (MandrillChecks.Of(root, template) is { } error)
        {
            return error.WriteAsync(context);
        }

        var message = new MandrillMessage(root, template, clock);
        var letters = message.Letters();
        outbox.Add(letters.SelectMany(letter => letter.Address()).ToList());
        var later = message.SendAt > clock.GetUtcNow();
        return context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartArray();
                foreach (var (email, id) in message.Recipients)
                {
                    writer.WriteStartObject();
                    writer.WriteString("email", email);
                    writer.WriteString("status", later ? "scheduled" : id is null ? "invalid" : root.IsTrue("async") || message.Recipients.Count > 10 ? "queued" : "sent");
                    writer.WriteString("_id", id ?? Guid.NewGuid().ToString("N"));
                    writer.WriteNull("reject_reason");
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            },
            "application/json; charset=utf-8");
    }

    private Task AddTemplateAsync(HttpContext context, JsonElement root)
    {
        if (root.Text("name") is not { Length: > 0 } name)
        {
            return MandrillError.Invalid("name", "Please enter a value").WriteAsync(context);
        }

        if (!templates.TryAdd(name, new MandrillTemplate(root.Text("subject"), root.Text("code"), root.Text("text"), root.Text("from_email"), root.Text("from_name"))))
        {
            return new MandrillError(400, 6, "Invalid_Template", $"A template with name \"{name}\" already exists").WriteAsync(context);
        }

        return context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("slug", name.ToLowerInvariant());
                writer.WriteString("name", name);
                writer.WriteString("code", root.Text("code"));
                writer.WriteString("publish_name", name);
                writer.WriteEndObject();
            },
            "application/json; charset=utf-8");
    }
}

/// <summary>A stored template.</summary>
internal sealed record MandrillTemplate(string? Subject, string? Html, string? Text, string? FromEmail, string? FromName);
