using Microsoft.AspNetCore.Http.Features;
using Renderer.Model;

namespace Renderer.Server.Open.Consenting;

/// <summary>What is asked for by a POST to a consent link: by a mail client's one click (RFC 8058), or by our own page.</summary>
/// <param name="IsAll">Everything is taken back.</param>
/// <param name="Choices">What was chosen.</param>
internal sealed record ConsentForm(bool IsAll, ConsentState Choices)
{
    /// <summary>The field and value of RFC 8058, also of the page's button.</summary>
    public const string OneClickName = "List-Unsubscribe";
    public const string OneClickValue = "One-Click";

    /// <summary>Says that the boxes mean something: a box that is not ticked is not sent.</summary>
    public const string ChoicesName = "choices";

    private const int MostBytes = 16 * 1024;

    private static readonly FormOptions Limits = new()
    {
        BufferBody = false,
        ValueCountLimit = 16,
        KeyLengthLimit = 64,
        ValueLengthLimit = 256,
        MultipartBodyLengthLimit = MostBytes,
        MultipartHeadersCountLimit = 8,
        MultipartHeadersLengthLimit = 1024,
    };

    /// <summary>Reads it; null where it says nothing that a consent link understands.</summary>
    public static async ValueTask<ConsentForm?> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            return null;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        try
        {
            return Of(await http.Request.ReadFormAsync(Limits, http.RequestAborted));
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException or IOException && !http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }

    private static ConsentForm? Of(IFormCollection form) =>
        form[OneClickName] is [OneClickValue] ? new(IsAll: true, Withdrawn)
        : form.ContainsKey(ChoicesName) ? new(IsAll: false, new(Said(form, "tracking"), Said(form, "personalization"), Said(form, "profiling")))
        : null;

    /// <summary>Nothing is agreed to.</summary>
    private static ConsentState Withdrawn { get; } = new(Consent.Withdrawn, Consent.Withdrawn, Consent.Withdrawn);

    private static Consent Said(IFormCollection form, string purpose) => form[purpose].Count > 0 ? Consent.Granted : Consent.Withdrawn;
}
