using System.Collections.Concurrent;
using Renderer.Sandbox.Esp.Merging;

namespace Renderer.Sandbox.Esp.Mailgun;

/// <summary>Mailgun's templates of a domain: Handlebars.</summary>
internal sealed class MailgunTemplates
{
    private readonly ConcurrentDictionary<(string Domain, string Name), string> templates = new();

    public string? Find(string domain, string name) => templates.GetValueOrDefault((domain, name.ToLowerInvariant()));

    public async Task CreateAsync(HttpContext context)
    {
        var (form, _) = await EspForm.ReadAsync(context);
        var domain = (string)context.Request.RouteValues["domain"]!;
        var name = form?["name"].ToString().ToLowerInvariant();
        var text = form?["template"].ToString();
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(text))
        {
            await MailgunError.WriteAsync(context, 400, "Missing mandatory parameter: " + (string.IsNullOrEmpty(name) ? "name" : "template"));
            return;
        }

        if (MergeTemplate.Parse(text, MergeLanguage.Handlebars).Fault is { } fault)
        {
            await MailgunError.WriteAsync(context, 400, "template is invalid: " + fault);
            return;
        }

        if (!templates.TryAdd((domain, name), text))
        {
            await MailgunError.WriteAsync(context, 409, $"template with name '{name}' already exists");
            return;
        }

        await context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartObject("template");
                writer.WriteString("name", name);
                writer.WriteString("description", form!["description"].ToString());
                writer.WriteString("id", Guid.NewGuid().ToString());
                writer.WriteEndObject();
                writer.WriteString("message", "template has been stored");
                writer.WriteEndObject();
            },
            "application/json");
    }
}
