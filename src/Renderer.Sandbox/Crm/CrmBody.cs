using System.Text.Json;

namespace Renderer.Sandbox.Crm;

/// <summary>The JSON that came with a call, or why it cannot be read.</summary>
internal static class CrmBody
{
    public static async Task<(JsonDocument? Body, CrmError? Error)> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            return (null, CrmError.NotJson);
        }

        try
        {
            var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object
                ? (body, null)
                : (null, CrmError.BadJson(1, 1, "Cannot deserialize value: an object is expected"));
        }
        catch (JsonException error)
        {
            return (null, CrmError.BadJson((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1, "Unexpected character"));
        }
        catch (BadHttpRequestException error)
        {
            return (null, CrmError.Of(error.StatusCode));
        }
    }

    /// <summary>A list of texts; numbers count as their digits, null when the member is anything else.</summary>
    public static List<string>? Texts(JsonElement body, string member)
    {
        if (!body.TryGetProperty(member, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var texts = list.EnumerateArray().Select(Text).OfType<string>().ToList();
        return texts.Count == list.GetArrayLength() ? texts : null;
    }

    /// <summary>The text itself, or a number's digits; null for anything else, text that is no Unicode included.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate or broken UTF-8 passes the parser and fails here.
            return null;
        }
    }
}
