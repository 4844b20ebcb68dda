using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads one request of a REST declaration, and the paths and headers that all its parts share.</summary>
internal static class RestRequestYaml
{
    private static readonly string[] Methods = ["GET", "POST"];
    private static readonly string[] NotOurs = ["host", "content-length", "transfer-encoding", "connection", "content-type", "cookie"];

    /// <summary>Reads the keys that every request has; the caller reads the rest and says when it is done.</summary>
    /// <param name="below">The request's mapping.</param>
    /// <param name="items">The key that says where the answer has what is wanted.</param>
    /// <param name="places">What may stand in braces.</param>
    public static RestRequest? Read(Section below, string items, IReadOnlyList<string> places)
    {
        var url = Text(below, "url", places);
        var body = below.Find("body") is { } node ? Json(node, below, places) : null;
        var form = below.Find("form") is null ? null : Texts(below, "form", places);
        var request = new RestRequest
        {
            Url = url ?? Empty,
            Method = below.Text("method", Methods.Contains, "value_invalid", "GET or POST") ?? (body is null && form is null ? "GET" : "POST"),
            Query = Texts(below, "query", places),
            Headers = Headers(below),
            Form = form,
            Body = body,
            Items = Path(below, items) ?? JsonPath.Root,
            Ids = items == "person" ? Path(below, "ids") : null,
        };
        if (url is null || !IsPath(url))
        {
            below.Source.Findings.Error(
                url is null ? "key_missing" : "url_invalid", "A request needs a 'url' that begins with '/', behind the connection's base_url: /people/{id}.", below.At("url"));
            return null;
        }

        if ((body is not null && form is not null) || (request.Method == "GET" && (body ?? (object?)form) is not null))
        {
            below.Source.Findings.Error("value_invalid", "A request has 'body' or 'form', not both, and then its method is POST.", below.Start);
        }

        return request;
    }

    /// <summary>The places that a request has.</summary>
    public static IEnumerable<string> NamesOf(RestRequest request) =>
        request.Url.Names
            .Concat(request.Query.Values.SelectMany(text => text.Names))
            .Concat(request.Form?.Values.SelectMany(text => text.Names) ?? [])
            .Concat(request.Body is { } body && RestText.Read(body.Replace("{{", "", StringComparison.Ordinal), out var text) is null ? text.Names : []);

    /// <summary>A path into JSON; a finding when it is none.</summary>
    public static JsonPath? Path(Section below, string key)
    {
        if (below.Text(key) is not { } text)
        {
            return null;
        }

        if (JsonPath.Read(text, out var path) is not { } fault)
        {
            return path;
        }

        below.Source.Findings.Error("path_invalid", $"'{key}' {fault}, like data[0].attributes.email.", below.At(key));
        return null;
    }

    public static JsonPath Path(string text) => JsonPath.Read(text, out var path) is null ? path : JsonPath.Root;

    /// <summary>Headers with their values, which may be secrets.</summary>
    public static Named<Secret> Headers(Section below)
    {
        var headers = new List<KeyValuePair<string, Secret>>();
        foreach (var entry in below.Entries("headers"))
        {
            var value = entry.Value is YamlText text ? below.Source.Expand(text) : null;
            var name = entry.Key.Value;
            if (value is { } && IsHeader(name, value) && !NotOurs.Contains(name.ToLowerInvariant()))
            {
                headers.Add(new(name, new Secret(value)));
            }
            else if (entry.Value is not YamlText || value is not null)
            {
                below.Source.Findings.Error(
                    "header_invalid", "A header is a name of letters, digits and '-' with one line of text, and none that HTTP itself sets.", below.Source.At(entry.Key));
            }
        }

        return new(headers);
    }

    /// <summary>Texts with places, by the author's own names.</summary>
    public static Named<RestText> Texts(Section below, string key, IReadOnlyList<string> places) => new(
        [.. below.Entries(key).Select(entry => KeyValuePair.Create(entry.Key.Value, Text(below, entry.Value, places) ?? Empty))]);

    private static RestText Empty { get; } = RestText.Read("", out var empty) is null ? empty : empty;

    private static bool IsPath(RestText url) =>
        url.Raw.StartsWith('/') && !url.Raw.StartsWith("//", StringComparison.Ordinal) && url.Raw.All(c => c is > ' ' and <= '~' and not ('#' or '\\'));

    private static bool IsHeader(string name, string value) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && value.Length <= 8192 && value.All(c => c is >= ' ' and <= '~');

    private static RestText? Text(Section below, string key, IReadOnlyList<string> places) =>
        below.Find(key) is { } node ? Text(below, node, places) : null;

    private static RestText? Text(Section below, YamlNode node, IReadOnlyList<string> places)
    {
        if (node is not YamlText text)
        {
            below.Source.Findings.Error("value_invalid", "A single value must stand here.", below.Source.At(node));
            return null;
        }

        return below.Source.Expand(text) is { } raw ? Checked(below, raw, node, places) : null;
    }

    private static RestText? Checked(Section below, string raw, YamlNode node, IReadOnlyList<string> places)
    {
        var fault = RestText.Read(raw, out var text);
        if (fault is null && text.Names.FirstOrDefault(name => !places.Contains(name)) is { } unknown)
        {
            fault = places.Count == 0
                ? $"has '{{{unknown}}}', but nothing can stand in braces here; write {{{{ for a brace"
                : $"has '{{{unknown}}}'; here can stand: {string.Join(", ", places.Select(place => $"{{{place}}}"))}; write {{{{ for a brace";
        }

        if (fault is null)
        {
            return text;
        }

        below.Source.Findings.Error("place_unknown", $"This text {fault}.", below.Source.At(node));
        return null;
    }

    private static string? Json(YamlNode node, Section below, IReadOnlyList<string> places)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Write(writer, node, below, places);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // As deep as the YAML reader lets a file be.
    private static void Write(Utf8JsonWriter writer, YamlNode node, Section below, IReadOnlyList<string> places)
    {
        switch (node)
        {
            case YamlMap map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key.Value);
                    Write(writer, entry.Value, below, places);
                }

                writer.WriteEndObject();
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item, below, places);
                }

                writer.WriteEndArray();
                break;
            case YamlText text when Scalars.Read(text) is { ValueKind: not JsonValueKind.String } scalar:
                scalar.WriteTo(writer);
                break;
            case YamlText text:
                writer.WriteStringValue(Text(below, text, places)?.Raw ?? "");
                break;
        }
    }
}
