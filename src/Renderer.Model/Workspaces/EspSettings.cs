namespace Renderer.Model;

/// <summary>One entry of <c>esps</c> in <c>workspace.yaml</c>: an ESP that mails are sent through, and whose events come back.</summary>
public sealed record EspSettings
{
    /// <summary>Its name in <c>/esp/{connection}/…</c> and <c>/hooks/{workspace}/{connection}</c>; no CRM's connection has the same.</summary>
    public required string Name { get; init; }

    /// <summary>Whose API it speaks.</summary>
    public required EspKind Kind { get; init; }

    /// <summary>The API's base address; default that of the vendor, null where nothing is sent through it.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>What proves to the ESP who sends; null: nothing is sent through it, its events alone are heard. SES has a pair instead.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>The user name beside the key, where the ESP wants one: Mailgun's, default "api".</summary>
    public string User { get; init; } = "api";

    /// <summary>SES: the id of the access key that requests are signed with.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>SES: the access key's secret.</summary>
    public Secret? SecretAccessKey { get; init; }

    /// <summary>SES: the region, which stands in the signature and in the vendor's address; default us-east-1.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>What the ESP's webhooks are signed or proved with, where that is a secret of both; null: none is taken so.</summary>
    public Secret? HookSecret { get; init; }

    /// <summary>The public key of the ESP's webhooks (SendGrid: SPKI in base64), or the topic's ARN (SES).</summary>
    public string? HookKey { get; init; }

    /// <summary>The header that carries <see cref="HookSecret"/>, where the ESP proves itself so; null: <c>Authorization</c>, as user and password where it holds a colon, else as a bearer token.</summary>
    public string? HookHeader { get; init; }

    /// <summary>What happens when recipients cannot be rendered within the budget; default: their fallback goes out.</summary>
    public OnSendFailure OnFailure { get; init; } = OnSendFailure.Fallback;

    /// <summary>How long the renders of one request may take, 50 ms to 10 s; default 800 ms.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>How long the ESP may be silent before it counts as gone, 100 ms to 10 min; default 100 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Whether something can be sent through it.</summary>
    public bool Sends => BaseUrl is not null && (ApiKey is not null || (AccessKeyId is not null && SecretAccessKey is not null));

    /// <summary>The vendor's own address; null for one that takes no mail.</summary>
    public static Uri? VendorUrl(EspKind kind, string region) => kind switch
    {
        EspKind.SendGrid => new("https://api.sendgrid.com"),
        EspKind.Mailgun => new("https://api.mailgun.net"),
        EspKind.Postmark => new("https://api.postmarkapp.com"),
        EspKind.Mandrill => new("https://mandrillapp.com"),
        EspKind.SparkPost => new("https://api.sparkpost.com"),
        EspKind.Ses => new($"https://email.{region}.amazonaws.com"),
        EspKind.Resend => new("https://api.resend.com"),
        _ => null,
    };
}

/// <summary>Whose API an ESP's connection speaks.</summary>
public enum EspKind
{
    /// <summary>Twilio SendGrid, v3.</summary>
    SendGrid,

    /// <summary>Mailgun, v3.</summary>
    Mailgun,

    /// <summary>Postmark.</summary>
    Postmark,

    /// <summary>Mailchimp Transactional, 1.0 and later.</summary>
    Mandrill,

    /// <summary>SparkPost, v1.</summary>
    SparkPost,

    /// <summary>Amazon SES, v2.</summary>
    Ses,

    /// <summary>Resend.</summary>
    Resend,

    /// <summary>Braze's stream of events; nothing is sent through it.</summary>
    BrazeCurrents,

    /// <summary>Brevo's events.</summary>
    Brevo,

    /// <summary>MailerSend's events.</summary>
    MailerSend,

    /// <summary>Mailjet's events.</summary>
    Mailjet,

    /// <summary>The events of a Postal server.</summary>
    Postal,

    /// <summary>Unisender Go's events.</summary>
    UnisenderGo,
}

/// <summary>What happens when a request's recipients cannot be rendered within the budget.</summary>
public enum OnSendFailure
{
    /// <summary>The mail goes out with what the template falls back to.</summary>
    Fallback,

    /// <summary>Nothing is sent, and the request is answered with an error.</summary>
    Fail,
}
