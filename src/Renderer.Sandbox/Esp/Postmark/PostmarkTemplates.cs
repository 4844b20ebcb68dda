using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Renderer.Sandbox.Esp.Merging;

namespace Renderer.Sandbox.Esp.Postmark;

/// <summary>Postmark's templates of a server, found by number or alias.</summary>
internal sealed class PostmarkTemplates
{
    private readonly ConcurrentDictionary<string, Content> templates = new(StringComparer.Ordinal);
    private int last = 1_000_000;

    /// <summary>By TemplateId or TemplateAlias of a message.</summary>
    public Content? Find(JsonElement message) =>
        message.At("TemplateId") is { ValueKind: JsonValueKind.Number } id ? templates.GetValueOrDefault(id.GetRawText())
        : message.Text("TemplateAlias") is { } alias ? templates.GetValueOrDefault(alias)
        : null;

    public async Task CreateAsync(HttpContext context)
    {
        using var document = await EspBody.ReadAsync(context) is { } body ? EspBody.Parse(body) : null;
        if (document is null)
        {
            await PostmarkError.BadJson.WriteAsync(context);
            return;
        }

        var root = document.RootElement;
        var content = new Content(root.Text("Subject"), root.Text("HtmlBody"), root.Text("TextBody"));
        var alias = root.Text("Alias");
        var fault = new[] { content.Subject, content.Html, content.Text }.OfType<string>()
            .Select(text => MergeTemplate.Parse(text, MergeLanguage.Handlebars).Fault).FirstOrDefault(one => one is not null);
        var error = string.IsNullOrEmpty(root.Text("Name")) ? new PostmarkError(1109, "The 'Name' is required.")
            : string.IsNullOrEmpty(content.Subject) ? new PostmarkError(1109, "The 'Subject' is required for standard templates.")
            : content.Html is null && content.Text is null ? new PostmarkError(1109, "Either 'HtmlBody' or 'TextBody' is required.")
            : fault is not null ? new PostmarkError(1110, fault)
            : alias is not null && templates.ContainsKey(alias) ? new PostmarkError(1126, $"The alias '{alias}' is already in use.")
            : null;
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        var id = Interlocked.Increment(ref last);
        templates[id.ToString(CultureInfo.InvariantCulture)] = content;
        if (alias is not null)
        {
            templates[alias] = content;
        }

        await context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("TemplateId", id);
                writer.WriteString("Name", root.Text("Name"));
                writer.WriteBoolean("Active", true);
                writer.WriteString("Alias", alias);
                writer.WriteString("TemplateType", "Standard");
                writer.WriteNull("LayoutTemplate");
                writer.WriteEndObject();
            },
            "application/json");
    }

    /// <summary>What a template holds.</summary>
    internal sealed record Content(string? Subject, string? Html, string? Text);
}
