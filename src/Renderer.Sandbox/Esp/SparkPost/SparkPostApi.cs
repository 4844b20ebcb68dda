using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Sandbox.Esp.Merging;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.SparkPost;

/// <summary>SparkPost's API: transmissions, and templates as far as sending needs them.</summary>
internal sealed class SparkPostApi(SandboxOptions options, MailStore outbox)
{
    public const string Name = "sparkpost";

    private static readonly string[] Parts = ["subject", "html", "text", "amp_html"];

    private readonly ConcurrentDictionary<string, JsonElement> templates = new();

    public static EspVendor Vendor { get; } = new(Name, 20L << 20, path => Vendors.Below(path, "/api/v1"), (context, status) => SparkPostError.Of(status).WriteAsync(context));

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ServiceProvider.GetRequiredService<SparkPostApi>();
        routes.MapPost("/api/v1/transmissions", context => api.AllowedAsync(context, root => api.SendAsync(context, root)));
        routes.MapPost("/api/v1/templates", context => api.AllowedAsync(context, root => api.CreateTemplateAsync(context, root)));
        routes.Map("/api/v1/{**path}", context => SparkPostError.Of(404).WriteAsync(context));
    }

    // The key alone, or as user name of Basic.
    private async Task AllowedAsync(HttpContext context, Func<JsonElement, Task> call)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(options.EspKey + ":"));
        if (!Same(header, options.EspKey) && !Same(header, basic))
        {
            await SparkPostError.Of(401).WriteAsync(context);
            return;
        }

        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            await SparkPostError.Of(415).WriteAsync(context);
            return;
        }

        if (await EspBody.ReadAsync(context) is not { } body)
        {
            await SparkPostError.Of(413).WriteAsync(context);
            return;
        }

        using var document = EspBody.Parse(body);
        await (document?.RootElement is { ValueKind: JsonValueKind.Object } root ? call(root)
            : new SparkPostError(400, "invalid data format/type", "1300", "Problems parsing request as JSON").WriteAsync(context));
    }

    private Task SendAsync(HttpContext context, JsonElement root)
    {
        var name = root.At("content").Text("template_id");
        JsonElement? template = name is not null && templates.TryGetValue(name, out var found) ? found : null;
        if (name is not null && template is null)
        {
            return new SparkPostError(422, "Subresource not found", "1603", $"template '{name}' does not exist").WriteAsync(context);
        }

        var content = template ?? root.At("content");
        if (SparkPostChecks.Of(root, content) is { } error)
        {
            return error.WriteAsync(context);
        }

        var id = RandomNumberGenerator.GetString("0123456789", 19);
        var all = root.Items("recipients").ToList();
        var good = all.FindAll(recipient => Mailbox.IsAddress(SparkPostLetter.Address(recipient).Email));
        if (!root.At("options").IsTrue("sandbox"))
        {
            outbox.Add(good.Select(recipient => SparkPostLetter.Of(root, content, recipient, id)).OfType<Letter>().SelectMany(letter => letter.Address()).ToList());
        }

        return context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("results");
                writer.WriteNumber("total_rejected_recipients", all.Count - good.Count);
                writer.WriteNumber("total_accepted_recipients", good.Count);
                writer.WriteString("id", id);
                writer.WriteEndObject();
                writer.WriteEndObject();
            },
            "application/json");
    }

    private Task CreateTemplateAsync(HttpContext context, JsonElement root)
    {
        var content = root.At("content");
        var id = root.Text("id") ?? "template-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        var fault = Parts.Select(part => content.Text(part)).OfType<string>()
            .Select(text => MergeTemplate.Parse(text, MergeLanguage.SparkPost).Fault).FirstOrDefault(one => one is not null);
        var error = !content.IsThere() ? SparkPostError.Missing("content is required")
            : SparkPostChecks.Content(content) ?? (fault is not null ? new SparkPostError(422, "substitution language syntax error in template content", "3000", fault)
            : !templates.TryAdd(id, content.Clone()) ? new SparkPostError(409, "resource conflict", "1602", $"template '{id}' already exists") : null);
        return error?.WriteAsync(context) ?? context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("results");
                writer.WriteString("id", id);
                writer.WriteEndObject();
                writer.WriteEndObject();
            },
            "application/json");
    }

    private static bool Same(string given, string wanted) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted));
}
