using System.Text.Json;

namespace Renderer.Server.Engagement;

/// <summary>An ESP that proves itself by a secret in a header, and writes JSON.</summary>
/// <param name="mostBytes">The most bytes of one delivery.</param>
/// <param name="each">What one object tells.</param>
internal sealed class HeaderHook(int mostBytes, Func<JsonElement, IEnumerable<MailEvent>> each) : IEspHook
{
    public int MostBytes => mostBytes;

    public ValueTask<HookProof> ProveAsync(EspDelivery delivery, CancellationToken cancellationToken) => new(Proofs.Header(delivery));

    public IEnumerable<MailEvent> Read(EspDelivery delivery) => Meanings.Read(Fields.Parse(delivery.Body), each);
}
