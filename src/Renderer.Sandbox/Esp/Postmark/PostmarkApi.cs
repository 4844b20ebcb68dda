using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Sandbox.Outbox;

namespace Renderer.Sandbox.Esp.Postmark;

/// <summary>Postmark's API: single, batch and bulk, with and without templates.</summary>
internal sealed class PostmarkApi(SandboxOptions options, MailStore outbox, PostmarkTemplates templates, TimeProvider clock)
{
    public const string Name = "postmark";

    /// <summary>Where a server's token stands; it tells /templates of Postmark from those of others.</summary>
    public const string Token = "X-Postmark-Server-Token";

    private const string TestToken = "POSTMARK_API_TEST";
    private const int MostMessages = 500;

    private readonly PostmarkTemplates templates = templates;

    public static EspVendor Vendor { get; } = new(Name, 50L << 20, path => Vendors.Below(path, "/email"), (context, status) => PostmarkError.Of(status).WriteAsync(context));

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ServiceProvider.GetRequiredService<PostmarkApi>();
        routes.MapPost("/email", context => api.AllowedAsync(context, root => api.SingleAsync(context, root, templated: false)));
        routes.MapPost("/email/withTemplate", context => api.AllowedAsync(context, root => api.SingleAsync(context, root, templated: true)));
        routes.MapPost("/email/batch", context => api.AllowedAsync(context, root => api.BatchAsync(context, root, templated: false)));
        routes.MapPost("/email/batchWithTemplates", context => api.AllowedAsync(context, root => api.BatchAsync(context, root.At("Messages"), templated: true)));
        routes.MapPost("/email/bulk", context => api.AllowedAsync(context, root => api.BulkAsync(context, root)));
        routes.Map("/email/{**path}", context => PostmarkError.Of(404).WriteAsync(context));
    }

    /// <summary><c>POST /templates</c>, where the call has a server's token.</summary>
    public Task CreateTemplateAsync(HttpContext context) => Refusal(context) is { } refusal ? refusal.WriteAsync(context) : templates.CreateAsync(context);

    private PostmarkError? Refusal(HttpContext context)
    {
        var token = context.Request.Headers[Token].ToString();
        return token.Length == 0 ? PostmarkError.NoToken
            : token != TestToken && !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(options.EspKey)) ? PostmarkError.BadToken
            : context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true ? PostmarkError.Of(415)
            : null;
    }

    private async Task AllowedAsync(HttpContext context, Func<JsonElement, Task> call)
    {
        if (Refusal(context) is { } refusal)
        {
            await refusal.WriteAsync(context);
            return;
        }

        if (await EspBody.ReadAsync(context) is not { } body)
        {
            await PostmarkError.Of(413).WriteAsync(context);
            return;
        }

        using var document = EspBody.Parse(body);
        await (document is null ? PostmarkError.BadJson.WriteAsync(context) : call(document.RootElement));
    }

    private Task SingleAsync(HttpContext context, JsonElement root, bool templated)
    {
        var (letter, error) = new PostmarkMessage(templates).Read(root, templated);
        if (letter is null)
        {
            return error!.WriteAsync(context);
        }

        Put(context, [letter]);
        return context.Response.WriteJsonAsync(200, writer => Write(writer, context, letter), "application/json");
    }

    // What is wrong with one message is its own answer; the others go.
    private Task BatchAsync(HttpContext context, JsonElement list, bool templated)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return PostmarkError.BadJson.WriteAsync(context);
        }

        if (list.GetArrayLength() > MostMessages)
        {
            return new PostmarkError(410, "You may only send up to 500 messages in a single batch.").WriteAsync(context);
        }

        var reader = new PostmarkMessage(templates);
        var read = list.EnumerateArray().Select(message => reader.Read(message, templated)).ToList();
        Put(context, read.Select(one => one.Letter).OfType<Letter>());
        return context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartArray();
                foreach (var (letter, error) in read)
                {
                    if (letter is not null)
                    {
                        Write(writer, context, letter);
                    }
                    else
                    {
                        error!.Write(writer);
                    }
                }

                writer.WriteEndArray();
            },
            "application/json");
    }

    // One content, and for each message a recipient and what to fill in.
    private Task BulkAsync(HttpContext context, JsonElement root)
    {
        var reader = new PostmarkMessage(templates);
        var common = root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().Where(member => member.Name != "Messages").ToDictionary(member => member.Name, member => member.Value) : [];
        var letters = new List<Letter>();
        foreach (var message in root.Items("Messages"))
        {
            var whole = new Dictionary<string, JsonElement>(common);
            foreach (var member in message.ValueKind == JsonValueKind.Object ? message.EnumerateObject().ToArray() : [])
            {
                whole[member.Name] = member.Value;
            }

            var one = JsonSerializer.SerializeToElement(whole);
            var templated = whole.ContainsKey("TemplateId") || whole.ContainsKey("TemplateAlias");
            var (letter, error) = reader.Read(one, templated);
            if (letter is null)
            {
                return error!.WriteAsync(context);
            }

            letters.Add(templated ? letter : PostmarkMessage.Fill(letter, one.At("TemplateModel")));
        }

        if (letters.Count == 0)
        {
            return PostmarkError.Invalid("Zero recipients specified").WriteAsync(context);
        }

        Put(context, letters);
        return context.Response.WriteJsonAsync(
            200,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("ID", Guid.NewGuid());
                writer.WriteString("Status", "Accepted");
                writer.WriteString("SubmittedAt", Wire.Instant(clock.GetUtcNow()));
                writer.WriteEndObject();
            },
            "application/json");
    }

    private void Put(HttpContext context, IEnumerable<Letter> letters)
    {
        if (!IsTest(context))
        {
            outbox.Add(letters.SelectMany(letter => letter.Address()).ToList());
        }
    }

    private static bool IsTest(HttpContext context) => context.Request.Headers[Token] == TestToken;

    private void Write(Utf8JsonWriter writer, HttpContext context, Letter letter)
    {
        writer.WriteStartObject();
        Add("To", letter.To);
        Add("Cc", letter.Cc);
        Add("Bcc", letter.Bcc);
        writer.WriteString("SubmittedAt", Wire.Instant(clock.GetUtcNow()));
        writer.WriteString("MessageID", letter.Id);
        writer.WriteNumber("ErrorCode", 0);
        writer.WriteString("Message", IsTest(context) ? "Test job accepted" : "OK");
        writer.WriteEndObject();

        void Add(string name, IReadOnlyList<Mailbox> boxes)
        {
            if (boxes.Count > 0)
            {
                writer.WriteString(name, string.Join(", ", boxes));
            }
        }
    }
}
