using System.Globalization;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>What became of a mail.</summary>
internal enum EspEventKind
{
    Delivered,
    Open,
    Click,
    Bounce,
    Complaint,
    Unsubscribe,
}

/// <summary>One thing that happened to one mail, for its ESP to tell in its own words.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Id">The event's own id, the same at every attempt.</param>
/// <param name="Url">What was clicked.</param>
/// <param name="Machine">Opened by a machine, as Apple's privacy protection does.</param>
/// <param name="Soft">A bounce that is not for good.</param>
internal sealed record EspEvent(Mail Mail, EspEventKind Kind, DateTimeOffset At, Guid Id, string Url, bool Machine, bool Soft)
{
    public const string UserAgent = "Mozilla/5.0 (X11; Linux x86_64) Renderer sandbox";

    public const string Address = "203.0.113.7";

    public const string BounceReason = "550 5.1.1 The email account that you tried to reach does not exist";

    /// <summary>The machine's own, where it was one.</summary>
    public string Agent => Machine ? "Mozilla/5.0" : UserAgent;

    /// <summary>The id as text without hyphens.</summary>
    public string Name => Id.ToString("N", CultureInfo.InvariantCulture);

    public string? Header(string name) => Mail.Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
