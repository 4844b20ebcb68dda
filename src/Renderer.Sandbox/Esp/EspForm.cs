using Microsoft.AspNetCore.Http.Features;

namespace Renderer.Sandbox.Esp;

/// <summary>A form that came to an ESP: URL-encoded or multipart.</summary>
internal static class EspForm
{
    // A thousand recipients are a thousand fields, and each may be a field of its own name.
    private static readonly FormOptions Options = new()
    {
        ValueCountLimit = 20_000, KeyLengthLimit = 16 << 10, ValueLengthLimit = 30 << 20, MultipartBodyLengthLimit = 64 << 20, BufferBodyLengthLimit = 64 << 20,
    };

    /// <summary>Reads it.</summary>
    /// <returns>The form; or null with too large a body, or with one that is no form.</returns>
    public static async Task<(IFormCollection? Form, bool TooLarge)> ReadAsync(HttpContext context)
    {
        if (await EspBody.ReadAsync(context) is not { } body)
        {
            return (null, true);
        }

        context.Request.Body = new MemoryStream(body);
        if (!context.Request.HasFormContentType)
        {
            return (null, false);
        }

        try
        {
            return (await new FormFeature(context.Request, Options).ReadFormAsync(context.RequestAborted), false);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return (null, false);
        }
    }
}
