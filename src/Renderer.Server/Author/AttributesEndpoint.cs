using System.Text.Json;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Wire;
using Renderer.Templates;

namespace Renderer.Server.Author;

/// <summary><c>GET /v1/attributes</c>: the data dictionary, who reads what of it, and how often values were bad.</summary>
internal static class AttributesEndpoint
{
    public static IResult List(HttpContext http, TemplateLibrary library, BadValueCounts counts)
    {
        var workspace = http.Caller().Workspace;
        var settings = library.Settings(workspace);
        var templates = TemplatesOf(workspace, library);
        return new AttributesAnswer(settings, templates, connection => counts.Of(workspace, connection));
    }

    /// <summary>The templates that are served in a workspace.</summary>
    public static IReadOnlyList<Template> TemplatesOf(WorkspaceName workspace, TemplateLibrary library) =>
        [.. library.Names(workspace).Select(name => library.Find(workspace, name, null).Template).OfType<Template>()];
}

/// <summary>The dictionary as JSON.</summary>
internal sealed class AttributesAnswer(
    WorkspaceSettings settings, IReadOnlyList<Template> templates, Func<string, IReadOnlyDictionary<(string Attribute, AttributeRule Rule), long>> counts) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "private, no-store";
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, JsonFormat.Writing))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("attributes"u8);
            foreach (var connection in settings.Connections)
            {
                var bad = counts(connection.Name).ToLookup(pair => pair.Key.Attribute, pair => (pair.Key.Rule, pair.Value));
                foreach (var (name, mapping) in connection.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    Write(writer, connection, name, mapping, bad[name]);
                }
            }

            writer.WriteEndArray();
            WriteUndeclared(writer);
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void Write(
        Utf8JsonWriter writer, ConnectionSettings connection, string name, AttributeMapping mapping, IEnumerable<(AttributeRule Rule, long Count)> bad)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, name);
        writer.WriteString("connection"u8, connection.Name);
        writer.WriteString("property"u8, mapping.Property);
        writer.WriteString("type"u8, mapping.Type?.Label());
        writer.WriteString("unit"u8, mapping.Unit);
        WriteRules(writer, mapping.Rules);
        writer.WritePropertyName("default"u8);
        writer.WriteRawValue(mapping.Default ?? "null");
        writer.WriteString("sensitivity"u8, mapping.Sensitivity.Label());
        writer.WriteBoolean("personal"u8, mapping.Personal);
        writer.WriteString("owner"u8, mapping.Owner);
        writer.WriteString("source"u8, mapping.Source);
        writer.WriteNumber("fresh_for_s"u8, (mapping.FreshFor ?? connection.FreshFor).TotalSeconds);
        WriteReaders(writer, name);
        writer.WriteStartObject("bad_values"u8);
        foreach (var (rule, count) in bad.OrderBy(each => each.Rule))
        {
            writer.WriteNumber(rule.Label(), count);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter writer, AttributeRules rules)
    {
        writer.WriteStartObject("rule"u8);
        if (rules.Required)
        {
            writer.WriteBoolean("required"u8, true);
        }

        if (rules.Min is { } min)
        {
            writer.WriteNumber("min"u8, min);
        }

        if (rules.Max is { } max)
        {
            writer.WriteNumber("max"u8, max);
        }

        if (rules.Pattern is { } pattern)
        {
            writer.WriteString("pattern"u8, pattern.Text);
        }

        if (rules.Values.Count > 0)
        {
            WriteTexts(writer, "values", rules.Values);
        }

        if (rules.From is { } from)
        {
            writer.WriteString("from"u8, from.ToString());
        }

        if (rules.To is { } to)
        {
            writer.WriteString("to"u8, to.ToString());
        }

        writer.WriteEndObject();
    }

    private void WriteReaders(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartArray("read_by"u8);
        foreach (var template in templates.Where(template => template.Reads.Reads(name)))
        {
            writer.WriteStartObject();
            writer.WriteString("template"u8, template.Name);
            WriteTexts(writer, "blocks", template.Blocks.Where(block => block.Reads.Reads(name)).Select(block => block.Name));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // What templates read and nobody declares: the first connection's own names.
    private void WriteUndeclared(Utf8JsonWriter writer)
    {
        var declared = settings.Connections.SelectMany(connection => connection.Attributes.Keys).ToHashSet(StringComparer.Ordinal);
        writer.WriteStartArray("undeclared"u8);
        foreach (var name in templates.SelectMany(template => template.Reads.Names).Distinct().Where(name => !declared.Contains(name)).Order(StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            WriteReaders(writer, name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
