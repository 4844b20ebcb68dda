using System.Collections.Concurrent;
using Renderer.Sandbox.Esp.Merging;

namespace Renderer.Sandbox.Esp.SendGrid;

/// <summary>SendGrid's templates: made without content, filled by versions, the newest active one is used.</summary>
internal sealed class SendGridTemplates
{
    private readonly ConcurrentDictionary<string, Content?> templates = new();

    /// <summary>The active content; null where there is no such template, or nothing in it.</summary>
    public Content? Find(string id) => templates.GetValueOrDefault(id);

    public async Task CreateAsync(HttpContext context)
    {
        using var document = await EspBody.ReadAsync(context) is { } body ? EspBody.Parse(body) : null;
        if (document?.RootElement.Text("name") is not { Length: > 0 and <= 100 } name)
        {
            await SendGridError.WriteAsync(context, 400, new SendGridError("\"name\" must be between 1 and 100 characters", "name"));
            return;
        }

        var dynamic = document.RootElement.Text("generation") == "dynamic";
        var id = (dynamic ? "d-" : "") + Guid.NewGuid().ToString(dynamic ? "N" : "D");
        templates[id] = null;
        await context.Response.WriteJsonAsync(201, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("name", name);
            writer.WriteString("generation", dynamic ? "dynamic" : "legacy");
            writer.WriteStartArray("versions");
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    public async Task AddVersionAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        using var document = await EspBody.ReadAsync(context) is { } body ? EspBody.Parse(body) : null;
        if (!templates.ContainsKey(id))
        {
            await SendGridError.OfAsync(context, 404);
            return;
        }

        var root = document?.RootElement ?? default;
        var content = new Content(root.Text("subject") ?? "", root.Text("html_content"), root.Text("plain_content"));
        var fault = new[] { content.Subject, content.Html, content.Text }.OfType<string>()
            .Select(text => MergeTemplate.Parse(text, MergeLanguage.Handlebars).Fault).FirstOrDefault(one => one is not null);
        if (root.Text("name") is not { Length: > 0 } name || content.Subject.Length == 0 || fault is not null)
        {
            await SendGridError.WriteAsync(context, 400, new SendGridError(fault ?? "name and subject are required", fault is null ? "subject" : "html_content"));
            return;
        }

        templates[id] = content;
        await context.Response.WriteJsonAsync(201, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", Guid.NewGuid().ToString());
            writer.WriteString("template_id", id);
            writer.WriteString("name", name);
            writer.WriteNumber("active", 1);
            writer.WriteEndObject();
        });
    }

    /// <summary>What a version holds.</summary>
    internal sealed record Content(string Subject, string? Html, string? Text);
}
