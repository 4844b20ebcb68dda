using System.Collections.Frozen;
using Renderer.Model;
using Renderer.Server.Engagement.Esps;
using Renderer.Server.Engagement.Esps.Ses;

namespace Renderer.Server.Engagement;

/// <summary>The hook of each kind of ESP.</summary>
internal sealed class EspHooks(SnsCalls sns)
{
    private readonly FrozenDictionary<EspKind, IEspHook> hooks = new Dictionary<EspKind, IEspHook>
    {
        [EspKind.SendGrid] = new SendGridHook(),
        [EspKind.Mailgun] = new MailgunHook(),
        [EspKind.Postmark] = new HeaderHook(1_000_000, PostmarkEvents.Read),
        [EspKind.Mandrill] = new MandrillHook(),
        [EspKind.SparkPost] = new HeaderHook(12_000_000, SparkPostEvents.Read), // up to 10,000 events
        [EspKind.Ses] = new SesHook(sns),
        [EspKind.Resend] = new ResendHook(),
        [EspKind.BrazeCurrents] = new HeaderHook(4_000_000, BrazeEvents.Read), // up to 100 events
        [EspKind.Brevo] = new HeaderHook(1_000_000, OtherEvents.ReadBrevo),
        [EspKind.Mailjet] = new HeaderHook(4_000_000, OtherEvents.ReadMailjet),
        [EspKind.MailerSend] = new MailerSendHook(),
        [EspKind.Postal] = new PostalHook(),
        [EspKind.UnisenderGo] = new UnisenderGoHook(),
    }.ToFrozenDictionary();

    public IEspHook Of(EspKind kind) => hooks[kind];
}
