using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Resend;

/// <summary>Resend's API: emails, batches, and templates as far as sending needs them.</summary>
internal sealed class ResendApi(SandboxOptions options, MailStore outbox)
{
    public const string Name = "resend";

    private const int MostEmails = 100;

    private readonly ConcurrentDictionary<string, JsonElement> templates = new(StringComparer.Ordinal);
    private readonly ResendKeys keys = new();

    public static EspVendor Vendor { get; } = new(Name, 40L << 20, path => Vendors.Below(path, "/emails") || path == "/templates", (context, status) => ResendError.Of(status).WriteAsync(context));

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ServiceProvider.GetRequiredService<ResendApi>();
        routes.MapPost("/emails", context => api.AllowedAsync(context, root => api.SendAsync(context, root)));
        routes.MapPost("/emails/batch", context => api.AllowedAsync(context, root => api.SendBatchAsync(context, root)));
        routes.Map("/emails/{**path}", context => ResendError.Of(404).WriteAsync(context));
    }

    /// <summary><c>POST /templates</c>, where the call is not Postmark's.</summary>
    public Task CreateTemplateAsync(HttpContext context) => AllowedAsync(context, async root =>
    {
        if (root.Text("name") is not { Length: > 0 } name || string.IsNullOrEmpty(root.Text("html")))
        {
            await ResendError.Missing(root.Text("name") is null ? "name" : "html").WriteAsync(context);
            return;
        }

        var id = Guid.NewGuid().ToString();
        templates[id] = root.Clone();
        if (root.Text("alias") is { } alias)
        {
            templates[alias] = root.Clone();
        }

        await WriteAsync(context, writer =>
        {
            writer.WriteString("object", "template");
            writer.WriteString("id", id);
            writer.WriteString("name", name);
        });
    });

    private async Task AllowedAsync(HttpContext context, Func<JsonElement, Task> call)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            await new ResendError(401, "missing_api_key", "Missing API Key").WriteAsync(context);
            return;
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes("Bearer " + options.EspKey)))
        {
            await ResendError.Of(401).WriteAsync(context);
            return;
        }

        if (await EspBody.ReadAsync(context) is not { } body)
        {
            await ResendError.Of(413).WriteAsync(context);
            return;
        }

        using var document = EspBody.Parse(body);
        if (document is null)
        {
            await new ResendError(400, "validation_error", "The request body is not valid JSON.").WriteAsync(context);
            return;
        }

        await keys.OnceAsync(context, body, () => call(document.RootElement));
    }

    private Task SendAsync(HttpContext context, JsonElement root)
    {
        var (letter, error) = ResendMessage.Read(root, templates);
        if (letter is null)
        {
            return error!.WriteAsync(context);
        }

        outbox.Add(letter.Address().ToList());
        return WriteAsync(context, writer => writer.WriteString("id", letter.Id));
    }

    private Task SendBatchAsync(HttpContext context, JsonElement root)
    {
        var permissive = context.Request.Headers["x-batch-validation"] == "permissive";
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() is 0 or > MostEmails)
        {
            return ResendError.Invalid("The batch must be an array of 1 to 100 emails.").WriteAsync(context);
        }

        var read = root.EnumerateArray().Select(ReadOfBatch).ToList();
        if (!permissive && read.Find(one => one.Error is not null).Error is { } first)
        {
            return first.WriteAsync(context);
        }

        outbox.Add(read.Select(one => one.Letter).OfType<Letter>().SelectMany(letter => letter.Address()).ToList());
        return WriteAsync(context, writer =>
        {
            writer.WriteStartArray("data");
            foreach (var letter in read.Select(one => one.Letter).OfType<Letter>())
            {
                writer.WriteStartObject();
                writer.WriteString("id", letter.Id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (permissive)
            {
                writer.WriteStartArray("errors");
                for (var i = 0; i < read.Count; i++)
                {
                    if (read[i].Error is { } error)
                    {
                        writer.WriteStartObject();
                        writer.WriteNumber("index", i);
                        writer.WriteString("message", error.Message);
                        writer.WriteEndObject();
                    }
                }

                writer.WriteEndArray();
            }
        });
    }

    private (Letter? Letter, ResendError? Error) ReadOfBatch(JsonElement one) => one.At("attachments").IsThere() || one.At("scheduled_at").IsThere()
        ? (null, ResendError.Invalid("The `attachments` and `scheduled_at` fields are not supported in batches."))
        : ResendMessage.Read(one, templates);

    private static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> members)
    {
        EspQuota.Write(context, "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", unixSeconds: false);
        return context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                members(writer);
                writer.WriteEndObject();
            },
            "application/json; charset=utf-8");
    }
}
