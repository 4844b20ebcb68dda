using System.Text.Json;

namespace Renderer.Messages.Records;

/// <summary>What the record of a message says to those who show it again.</summary>
internal sealed record SentMessage
{
    /// <summary>A value may be as deep as a request (64), and stands a few levels deep in its record.</summary>
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 128 };

    /// <summary>What the request brought along.</summary>
    public required RequestNote Request { get; init; }

    /// <summary>The time that the template saw.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>The variant of each block and slot.</summary>
    public required IReadOnlyDictionary<string, string> Variants { get; init; }

    /// <summary>The person as the template saw them; null where the template has no web version.</summary>
    public ShownPerson? Shown { get; init; }

    /// <summary>The template.</summary>
    public string Template { get; init; } = "";

    /// <summary>The version that was sent.</summary>
    public string Version { get; init; } = "";

    /// <summary>The hash of the HTML part, links left out; null where it was not recorded.</summary>
    public string? HtmlHash { get; init; }

    /// <summary>Reads a record; null for one of another form.</summary>
    public static SentMessage? Read(byte[] record)
    {
        try
        {
            using var parsed = JsonDocument.Parse(record, Reading);
            var root = parsed.RootElement;
            if (RequestNote.Read(root) is not { } request)
            {
                return null;
            }

            var variants = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var decision in root.GetProperty("decisions"u8).EnumerateArray())
            {
                variants[decision.GetProperty("block"u8).GetString()!] = decision.GetProperty("variant"u8).GetString()!;
            }

            return new SentMessage
            {
                Request = request,
                Now = root.GetProperty("now"u8).GetDateTimeOffset(),
                Variants = variants,
                Shown = ShownPerson.Read(root),
                Template = root.GetProperty("template"u8).GetString() ?? "",
                Version = root.GetProperty("version"u8).GetString() ?? "",
                HtmlHash = root.TryGetProperty("html_hash"u8, out var hash) ? hash.GetString() : null,
            };
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
