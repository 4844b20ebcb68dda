using System.Globalization;
using System.Text.Json;

namespace Renderer.Sandbox.Esp.SendGrid;

/// <summary>The types of a call's members, as SendGrid's schema has them.</summary>
internal static class SendGridTypes
{
    private static readonly (string Name, string Type)[] Root =
    [
        ("from", "object"), ("reply_to", "object"), ("reply_to_list", "array"), ("subject", "string"), ("content", "array"), ("attachments", "array"),
        ("template_id", "string"), ("headers", "object"), ("custom_args", "object"), ("send_at", "integer"), ("batch_id", "string"),
        ("asm", "object"), ("ip_pool_name", "string"), ("mail_settings", "object"), ("tracking_settings", "object"), ("personalizations", "array"),
    ];

    private static readonly (string Name, string Type)[] Personalization =
    [
        ("from", "object"), ("to", "array"), ("cc", "array"), ("bcc", "array"), ("subject", "string"), ("headers", "object"), ("substitutions", "object"),
        ("dynamic_template_data", "object"), ("custom_args", "object"), ("send_at", "integer"),
    ];

    private static readonly (string Name, string Type)[] Box = [("email", "string"), ("name", "string")];

    private static readonly (string Name, string Type)[] Part = [("type", "string"), ("value", "string")];

    private static readonly (string Name, string Type)[] File =
        [("content", "string"), ("type", "string"), ("filename", "string"), ("disposition", "string"), ("content_id", "string")];

    public static IEnumerable<SendGridError> Of(JsonElement root)
    {
        var all = new List<SendGridError>();
        Members(root, "", Root);
        Members(root.At("from"), "from.", Box);
        Members(root.At("reply_to"), "reply_to.", Box);
        Each(root, "", "reply_to_list", Box);
        Each(root, "", "content", Part);
        Each(root, "", "attachments", File);
        Each(root, "", "personalizations", Personalization);
        var index = 0;
        foreach (var one in root.Items("personalizations"))
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"personalizations.{index++}.");
            Members(one.At("from"), at + "from.", Box);
            Each(one, at, "to", Box);
            Each(one, at, "cc", Box);
            Each(one, at, "bcc", Box);
            Texts(one, at, "substitutions");
            Texts(one, at, "headers");
            Texts(one, at, "custom_args");
        }

        Texts(root, "", "headers");
        Texts(root, "", "custom_args");
        return all;

        void Each(JsonElement of, string at, string name, (string, string)[] members)
        {
            var item = 0;
            foreach (var one in of.Items(name))
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{at}{name}.{item++}");
                if (one.ValueKind != JsonValueKind.Object)
                {
                    all.Add(SendGridError.Type("object", one, place));
                }

                Members(one, place + ".", members);
            }
        }

        void Texts(JsonElement of, string at, string name) => all.AddRange(of.Members(name)
            .Where(member => member.Value.ValueKind != JsonValueKind.String)
            .Select(member => SendGridError.Type("string", member.Value, $"{at}{name}.{member.Name}")));

        void Members(JsonElement of, string at, (string Name, string Type)[] members)
        {
            if (of.ValueKind != JsonValueKind.Object)
            {
                return;
            }

            foreach (var (name, type) in members)
            {
                if (of.TryGetProperty(name, out var value) && !Is(value, type))
                {
                    all.Add(SendGridError.Type(type, value, at + name));
                }
            }
        }
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        _ => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
    };
}
