using Renderer.Model;
using Renderer.Server.Passthrough.Mailgun;
using Renderer.Server.Passthrough.Mandrill;
using Renderer.Server.Passthrough.Postmark;
using Renderer.Server.Passthrough.Resend;
using Renderer.Server.Passthrough.SendGrid;
using Renderer.Server.Passthrough.Ses;
using Renderer.Server.Passthrough.SparkPost;

namespace Renderer.Server.Passthrough;

/// <summary>The ESPs whose APIs can be passed through, by kind.</summary>
internal static class EspApis
{
    private static readonly Dictionary<EspKind, IEspApi> ByKind = new IEspApi[]
    {
        new SendGridApi(),
        new MailgunApi(),
        new PostmarkApi(),
        new MandrillApi(),
        new SparkPostApi(),
        new SesApi(),
        new ResendApi(),
    }.ToDictionary(api => api.Kind);

    /// <summary>How one kind's API is spoken; null for a kind that takes no mail.</summary>
    public static IEspApi? Find(EspKind kind) => ByKind.GetValueOrDefault(kind);
}
