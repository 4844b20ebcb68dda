using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough;

/// <summary>
/// What one ESP's API is like: where its key goes, which requests send mails, where in them recipients and marks stand, where a recipient's
/// own text can be put, and how its answers and errors look. Everything else is the same for all, and the frame's.
/// </summary>
internal interface IEspApi
{
    /// <summary>Whose.</summary>
    EspKind Kind { get; }

    /// <summary>Whether this request sends mails; all others pass as they are, streamed.</summary>
    bool Sends(EspCall call);

    /// <summary>Whether marks may stand where no search of the body's bytes finds them (a MIME message in base64): then <see cref="ReadAsync"/> is always asked.</summary>
    bool HidesMarks(EspCall call) => false;

    /// <summary>Who calls, by the key where this ESP's own credential goes; null when nobody is proven.</summary>
    ValueTask<Caller?> ProveAsync(EspCall call, Callers callers);

    /// <summary>Puts the connection's credential in place of the caller's, last of all: the body is what will be sent.</summary>
    ValueTask AuthorizeAsync(HttpRequestMessage request, Spliced? body, EspSettings esp);

    /// <summary>The body of a request without marks as it goes out: as it came, but for a credential that stands in it.</summary>
    Spliced Pass(EspCall call, Spool body) => Spliced.Whole(body);

    /// <summary>Reads the mails of a request. No mail and no problem: there is nothing of ours in it, or nothing that can be read, and it passes as it came.</summary>
    /// <param name="call">The request.</param>
    /// <param name="content">Its body, inflated.</param>
    ValueTask<EspReading> ReadAsync(EspCall call, Spool content);

    /// <summary>What became of each of a request's messages, in the order of <see cref="EspSend.Messages"/>.</summary>
    IReadOnlyList<Verdict> Judge(EspSend send, EspReply reply);

    /// <summary>
    /// The answer where several requests, or answers kept from an earlier try, have to look like one; for mails that are all skipped, what the ESP answers for accepted ones.
    /// </summary>
    /// <param name="call">What was asked.</param>
    /// <param name="verdicts">By the message's index; null where it was left out.</param>
    EspReply Combine(EspCall call, IReadOnlyList<Verdict?> verdicts);

    /// <summary>A refusal of ours, as this ESP says such things, so that its SDKs raise it.</summary>
    EspReply Refuse(Problem problem);
}

/// <summary>What was read of a request.</summary>
/// <param name="Mail">Its mails; null where there is nothing to render.</param>
/// <param name="Problem">Why it cannot be sent.</param>
internal readonly record struct EspReading(EspMail? Mail, Problem? Problem = null);
