using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Renderer.Sandbox.People;

/// <summary>The invented material, embedded in the assembly.</summary>
internal static class DataFile
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Text is kept as it is written, not as \u escapes: that is what HubSpot sends.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? Writer;

    public static T Read<T>(string name)
    {
        using var stream = typeof(DataFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        return JsonSerializer.Deserialize<T>(stream, Snake) ?? throw new InvalidOperationException($"{name} is empty.");
    }

    /// <summary>JSON as the text of a property. The writing must not come back here.</summary>
    public static string Text(Action<Utf8JsonWriter> write)
    {
        // A batch of a hundred people makes hundreds of these: one writer a thread serves them all.
        var buffer = Buffer ??= new ArrayBufferWriter<byte>(4096);
        var writer = Writer ??= new Utf8JsonWriter(buffer, Plain);
        buffer.ResetWrittenCount();
        writer.Reset();
        write(writer);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
