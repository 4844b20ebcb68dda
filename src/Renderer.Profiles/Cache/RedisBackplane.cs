using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane;

namespace Renderer.Profiles.Cache;

/// <summary>FusionCache's backplane over Redis: a node that stored a newer value tells the others. Only speed hangs on it; what is fresh is judged by marks.</summary>
internal sealed class RedisBackplane(RedisLink link) : IFusionCacheBackplane
{
    private volatile BackplaneSubscriptionOptions? subscription;
    private volatile ChannelMessageQueue? queue;

    public void Subscribe(BackplaneSubscriptionOptions options) => subscription = options;

    public ValueTask SubscribeAsync(BackplaneSubscriptionOptions options)
    {
        subscription = options;
        return ValueTask.CompletedTask;
    }

    /// <summary>Subscribes for real, once Redis is there; StackExchange.Redis renews it from then on.</summary>
    public async Task ConnectAsync()
    {
        if (queue is not null || subscription is not { } wanted || link.Connection is not { } connection)
        {
            return;
        }

        queue = await connection.GetSubscriber().SubscribeAsync(Channel(wanted.ChannelName!));
        queue.OnMessage(message => ReceiveAsync(wanted, message.Message));
        await (wanted.ConnectHandlerAsync?.Invoke(new(isReconnection: false)) ?? ValueTask.CompletedTask);
    }

    public void Unsubscribe() => subscription = null;

    public async ValueTask UnsubscribeAsync()
    {
        subscription = null;
        if (queue is { } open)
        {
            await open.UnsubscribeAsync(CommandFlags.FireAndForget);
        }
    }

    public async ValueTask PublishAsync(BackplaneMessage message, FusionCacheEntryOptions options, CancellationToken token = default)
    {
        if (subscription is { } known && link is { Up: true, Connection: { } connection })
        {
            await connection.GetSubscriber().PublishAsync(
                Channel(known.ChannelName!), BackplaneMessage.ToByteArray(message), CommandFlags.FireAndForget);
        }
    }

    public void Publish(BackplaneMessage message, FusionCacheEntryOptions options, CancellationToken token = default)
    {
        if (subscription is { } known && link is { Up: true, Connection: { } connection })
        {
            connection.GetSubscriber().Publish(
                Channel(known.ChannelName!), BackplaneMessage.ToByteArray(message), CommandFlags.FireAndForget);
        }
    }

    private static RedisChannel Channel(string name) => RedisChannel.Literal("r:" + name);

    private static async Task ReceiveAsync(BackplaneSubscriptionOptions to, RedisValue payload)
    {
        BackplaneMessage? message = null;
        try
        {
            message = BackplaneMessage.FromByteArray((byte[])payload!);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or IndexOutOfRangeException)
        {
            // Somebody else wrote on our channel.
        }

        if (message is not null && to.IncomingMessageHandlerAsync is { } handler)
        {
            await handler(message);
        }
    }
}
