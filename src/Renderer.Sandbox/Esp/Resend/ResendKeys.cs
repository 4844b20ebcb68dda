using System.Security.Cryptography;

namespace Renderer.Sandbox.Esp.Resend;

/// <summary>Resend's Idempotency-Key: a call that was answered is answered alike, and done once.</summary>
internal sealed class ResendKeys
{
    private const int MostKeys = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Answer?> answers = [];

    /// <summary>Does a call, or answers as the one of the same key was answered.</summary>
    public async Task OnceAsync(HttpContext context, ReadOnlyMemory<byte> body, Func<Task> call)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
        {
            await call();
            return;
        }

        if (key.Length > 256)
        {
            await new ResendError(400, "invalid_idempotency_key", "The idempotency key must be between 1-256 chars.").WriteAsync(context);
            return;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        var name = context.Request.Path + " " + key;
        Answer? known;
        lock (gate)
        {
            if (!answers.TryGetValue(name, out known))
            {
                answers[name] = null;
                if (answers.Count > MostKeys)
                {
                    answers.Remove(answers.Keys.First());
                }
            }
            else if (known is null)
            {
                known = new Answer("", 0, null, []);
            }
        }

        await (known is null ? KeepAsync(context, name, hash, call)
            : known.Status == 0 ? new ResendError(409, "concurrent_idempotent_requests", "Same idempotency key used while original request is still in progress.").WriteAsync(context)
            : known.Hash != hash ? new ResendError(409, "invalid_idempotent_request", "Same idempotency key used with a different request payload.").WriteAsync(context)
            : RepeatAsync(context, known));
    }

    private async Task KeepAsync(HttpContext context, string name, string hash, Func<Task> call)
    {
        var real = context.Response.Body;
        using var written = new MemoryStream();
        context.Response.Body = written;
        try
        {
            await call();
        }
        finally
        {
            context.Response.Body = real;
            lock (gate)
            {
                // What was refused may be sent again, mended.
                if (context.Response.StatusCode == 200)
                {
                    answers[name] = new Answer(hash, 200, context.Response.ContentType, written.ToArray());
                }
                else
                {
                    answers.Remove(name);
                }
            }
        }

        await real.WriteAsync(written.ToArray(), context.RequestAborted);
    }

    private static async Task RepeatAsync(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.Type;
        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private sealed record Answer(string Hash, int Status, string? Type, byte[] Body);
}
