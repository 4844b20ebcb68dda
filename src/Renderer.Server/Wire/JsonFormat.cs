using System.Text.Encodings.Web;
using System.Text.Json;

namespace Renderer.Server.Wire;

/// <summary>How JSON is read and written at every door.</summary>
internal static class JsonFormat
{
    /// <summary>Readable for people: only what JSON itself needs is escaped. Safe, since JSON is never put into HTML here.</summary>
    public static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Strict: no comments, no trailing commas, no member twice, 64 levels.</summary>
    public static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 64 };
}
