using System.Globalization;
using System.Text.Json;

namespace Renderer.Links.Ring;

/// <summary>One key as a file: <c>seal-1a2b3c4d.json</c> with <c>created</c>, <c>retired</c> (an instant, or null) and <c>key</c> (base64).</summary>
internal static class KeyFile
{
    public static string NameOf(RingKey key) => $"{(key.Family == KeyFamily.Seal ? "seal" : "opaque")}-{key.Kid:x8}.json";

    /// <summary>Whether a file is meant to be a key; others may lie beside.</summary>
    public static bool IsOne(string path) =>
        Path.GetFileName(path) is var name && name.EndsWith(".json", StringComparison.Ordinal)
        && (name.StartsWith("seal-", StringComparison.Ordinal) || name.StartsWith("opaque-", StringComparison.Ordinal));

    /// <exception cref="KeyRingException">It is not a key, or cannot be read.</exception>
    public static RingKey Read(string path)
    {
        try
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var family = name.StartsWith("seal-", StringComparison.Ordinal) ? KeyFamily.Seal : KeyFamily.Opaque;
            var kid = name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..];
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            var secret = root.GetProperty("key").GetBytesFromBase64();
            var key = new RingKey(family, uint.Parse(kid, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                root.GetProperty("created").GetDateTimeOffset(), RetiredIn(root), secret);
            return secret.Length == RingKey.SecretBytes && NameOf(key) == Path.GetFileName(path) ? key : throw new FormatException();
        }
        catch (Exception damage) when (damage is JsonException or FormatException or OverflowException or KeyNotFoundException or InvalidOperationException)
        {
            // Without the cause: a parser's message may quote what it read.
            throw new KeyRingException(
                $"The key file {path} is damaged. Put it back from a backup: what it sealed cannot be opened without it. "
                + "If nothing worth keeping was sealed with it, move it out of the directory.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingException($"The key file {path} cannot be read ({fault.GetType().Name}). Give the account that runs Renderer the right to read it.");
        }
    }

    /// <summary>Writes the key so that a reader sees all of it or nothing, and nobody else may read it.</summary>
    public static void Write(string directory, RingKey key)
    {
        var path = Path.Combine(directory, NameOf(key));
        var half = Path.Combine(directory, $".{NameOf(key)}.{Environment.ProcessId}.half");
        using (var file = new FileStream(half, OwnerOnly()))
        {
            using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            json.WriteString("created", key.Created.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("retired", key.Retired?.ToString("O", CultureInfo.InvariantCulture));
            json.WriteBase64String("key", key.Secret);
            json.WriteEndObject();
            json.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }

    private static DateTimeOffset? RetiredIn(JsonElement root) =>
        root.TryGetProperty("retired", out var at) && at.ValueKind != JsonValueKind.Null ? at.GetDateTimeOffset() : null;

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
