namespace Renderer.Sandbox.Esp;

/// <summary>An ESP whose send API the sandbox speaks.</summary>
/// <param name="Name">Its name in the outbox.</param>
/// <param name="LargestBody">What it takes at most, in bytes.</param>
/// <param name="IsApi">Whether a path is of its API.</param>
/// <param name="RefuseAsync">Answers with a status in its words: of a limit, or of a fault.</param>
internal sealed record EspVendor(string Name, long LargestBody, Func<string, bool> IsApi, Func<HttpContext, int, Task> RefuseAsync);

/// <summary>All of them.</summary>
internal static class EspVendors
{
    private static readonly EspVendor[] All =
    [
        SendGrid.SendGridApi.Vendor,
        Mailgun.MailgunApi.Vendor,
        Postmark.PostmarkApi.Vendor,
        Ses.SesApi.Vendor,
        Mandrill.MandrillApi.Vendor,
        SparkPost.SparkPostApi.Vendor,
        Resend.ResendApi.Vendor,
    ];

    public static EspVendor? Of(string path) => Array.Find(All, vendor => vendor.IsApi(path));
}
