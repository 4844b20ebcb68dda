using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Crm.Hooks;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>Verifies and reads the webhooks of a REST connection, as its declaration says.</summary>
internal sealed class RestHookReader
{
    private readonly RestHook? hook;
    private readonly RestHookEvents events;
    private readonly ConnectionWatch watch;
    private readonly TimeProvider clock;
    private readonly StandardWebhook? standard;
    private readonly byte[] secret;

    /// <summary>Makes the reader; without a declared hook or a secret no delivery is genuine.</summary>
    public RestHookReader(ConnectionSettings settings, RestSettings rest, AttributeMap map, ConnectionWatch watch, TimeProvider clock)
    {
        (this.watch, this.clock) = (watch, clock);
        secret = Encoding.UTF8.GetBytes(settings.HookSecret?.Value ?? "");
        hook = secret.Length == 0 ? null
            : rest.Hook is { Scheme: RestHookScheme.Shopify } shopify ? SignedBody.Shopify with { Fields = shopify.Fields }
            : rest.Hook;
        standard = hook?.Scheme == RestHookScheme.Standard && StandardWebhook.Read(settings.HookSecret!.Value, out var verifier) is null ? verifier : null;
        events = new(settings, hook ?? new RestHook(), rest.Person, map);
    }

    /// <summary>What is wrong with the secret of a hook; null when nothing is.</summary>
    public static string? FaultOf(ConnectionSettings settings, RestSettings rest) =>
        rest.Hook is { Scheme: RestHookScheme.Standard } && settings.HookSecret is { } secret ? StandardWebhook.Read(secret.Value, out _) : null;

    /// <summary>Reads a delivery: whether it is genuine, and only then what it says.</summary>
    public HookReading Read(HookDelivery delivery)
    {
        if (hook is null)
        {
            return new HookReading(false, []);
        }

        var id = standard?.Verify(delivery, clock.GetUtcNow());
        var genuine = hook.Scheme switch
        {
            RestHookScheme.Standard => id is not null,
            RestHookScheme.Basic => SignedBody.HasPassword(delivery, secret),
            _ => SignedBody.IsGenuine(delivery, hook, secret, clock.GetUtcNow()),
        };
        if (!genuine)
        {
            return new HookReading(false, []);
        }

        id ??= hook.DeliveryHeader is { } header ? SignedBody.One(delivery.Headers, header) : null;
        try
        {
            using var document = JsonDocument.Parse(delivery.Body, new JsonDocumentOptions { MaxDepth = 32 });
            return new HookReading(true, events.Read(document.RootElement, delivery), DeliveryId: id);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            watch.HookUnreadable(); // sending it again would not help, so it counts as received
            return new HookReading(true, [], DeliveryId: id);
        }
    }
}
