using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Renderer.Sandbox.Hooks;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>Sends the ESPs' events: that a mail was delivered by itself, all else when it is asked for.</summary>
internal sealed class EventDesk(SandboxOptions options, EventKeys keys, HookAttempts attempts, IServer server, TimeProvider clock)
{
    /// <summary>Deliveries that are told at once.</summary>
    private const int Lanes = 8;

    private readonly ConcurrentDictionary<Uri, TaskCompletionSource<string>> confirmed = new();
    private readonly Channel<Mail> delivered = Channel.CreateUnbounded<Mail>();
    private int lanes;

    /// <summary>Where the sandbox is served, as it names itself in SNS's messages.</summary>
    private Uri Home => new(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Mails that were taken: each is told as delivered, behind.</summary>
    public void Taken(IReadOnlyList<Mail> mails)
    {
        if (options.EspHookUrl is null)
        {
            return;
        }

        foreach (var mail in mails)
        {
            delivered.Writer.TryWrite(mail);
        }

        for (var lane = Interlocked.Increment(ref lanes); lane <= Lanes; lane = Interlocked.Increment(ref lanes))
        {
            _ = Task.Run(DeliverAsync);
        }
    }

    /// <summary>Tells one event.</summary>
    /// <returns>How its first attempt was answered.</returns>
    public async Task<HookAnswer> TellAsync(EspEvent told)
    {
        if (options.EspHookUrl is null)
        {
            return new HookAnswer(0, "no Renderer__Sandbox__EspHookUrl is set");
        }

        var url = new Uri(options.EspHookUrl.Replace("{esp}", told.Mail.Esp, StringComparison.Ordinal));
        if (told.Mail.Esp == "ses" && await ConfirmAsync(url) is { } unconfirmed)
        {
            return unconfirmed;
        }

        return await attempts.FirstAsync(_ => Request(url, told));
    }

    /// <summary>Somebody fetched a SubscribeURL.</summary>
    public bool Confirm(string token)
    {
        var waiting = confirmed.Values.FirstOrDefault(one => (string?)one.Task.AsyncState == token);
        waiting?.TrySetResult(token);
        return waiting is not null;
    }

    private HttpRequestMessage Request(Uri url, EspEvent told) => told.Mail.Esp switch
    {
        "sendgrid" => SendGridEvents.Request(url, told, keys),
        "mailgun" => MailgunEvents.Request(url, told, keys),
        "postmark" => PostmarkEvents.Request(url, told, keys),
        "mandrill" => MandrillEvents.Request(url, told, keys),
        "sparkpost" => SparkPostEvents.Request(url, told, keys),
        "resend" => ResendEvents.Request(url, told, keys),
        _ => SesEvents.Request(url, told, keys, Home),
    };

    // SNS sends nothing to an address before it has confirmed its subscription.
    private async Task<HookAnswer?> ConfirmAsync(Uri url)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var mine = new TaskCompletionSource<string>(token, TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = confirmed.GetOrAdd(url, mine);
        if (waiting == mine)
        {
            var answer = await attempts.FirstAsync(_ => SesEvents.Confirmation(url, token, clock.GetUtcNow(), keys, Home));
            if (!answer.Delivered)
            {
                confirmed.TryRemove(url, out _);
                return answer;
            }
        }

        try
        {
            await waiting.Task.WaitAsync(TimeSpan.FromSeconds(10), clock);
            return null;
        }
        catch (TimeoutException)
        {
            confirmed.TryRemove(url, out _);
            return new HookAnswer(0, "the subscription was not confirmed: nobody fetched SubscribeURL");
        }
    }

    private async Task DeliverAsync()
    {
        await foreach (var mail in delivered.Reader.ReadAllAsync())
        {
            await TellAsync(new EspEvent(mail, EspEventKind.Delivered, clock.GetUtcNow(), Guid.NewGuid(), "", Machine: false, Soft: false));
        }
    }
}
