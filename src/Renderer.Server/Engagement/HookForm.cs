using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Renderer.Server.Engagement;

/// <summary>A form as ESPs send it, from bytes that were read already: url-encoded, or multipart.</summary>
internal static class HookForm
{
    private const int MostFields = 256;
    private const int MostBoundary = 100;

    /// <summary>Its fields in their order; null when it is no form.</summary>
    public static async ValueTask<IReadOnlyList<KeyValuePair<string, string>>?> ReadAsync(string? contentType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return null;
        }

        if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return Read(Encoding.UTF8.GetString(body.Span));
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && boundary.Length is > 0 and <= MostBoundary
            ? await ReadPartsAsync(boundary, body, cancellationToken)
            : null;
    }

    /// <summary>The fields of a url-encoded form, each name and value as it was before it was encoded.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string form)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var range in form.AsSpan().Split('&'))
        {
            var field = form[range];
            if (field.Length == 0 || fields.Count == MostFields)
            {
                continue;
            }

            var at = field.IndexOf('=', StringComparison.Ordinal);
            fields.Add(new(WebUtility.UrlDecode(at < 0 ? field : field[..at]), at < 0 ? "" : WebUtility.UrlDecode(field[(at + 1)..])));
        }

        return fields;
    }

    private static async ValueTask<IReadOnlyList<KeyValuePair<string, string>>?> ReadPartsAsync(string boundary, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>>();
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray()));
            while (fields.Count < MostFields && await reader.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                if (part.GetContentDispositionHeader() is { } named && named.IsFormDisposition())
                {
                    using var text = new StreamReader(part.Body, Encoding.UTF8);
                    fields.Add(new(HeaderUtilities.RemoveQuotes(named.Name).ToString(), await text.ReadToEndAsync(cancellationToken)));
                }
            }

            return fields;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
