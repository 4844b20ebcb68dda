using System.Collections.Frozen;

namespace Renderer.Templates.Liquid;

/// <summary>How a template from an ESP names what is in our scope.</summary>
internal sealed class Dialect
{
    public const string FileName = "dialect.yaml";

    /// <summary>Liquid as Shopify wrote it, with our names.</summary>
    public static readonly Dialect Plain = new("liquid", hasDollars: false, "profile", []);

    private static readonly FrozenDictionary<string, Dialect> BuiltIn = new[]
    {
        Plain,
        new Dialect("braze", hasDollars: true, "profile", new()
        {
            ["custom_attribute"] = "profile",
            ["event_properties"] = "data",
            ["api_trigger_properties"] = "data",
            ["canvas_entry_properties"] = "data",
            ["context"] = "data",
            ["email_address"] = "profile.email",
            ["user_id"] = "profile.id",
        }),
        new Dialect("customerio", hasDollars: false, "profile", new()
        {
            ["customer"] = "profile",
            ["event"] = "data",
            ["trigger"] = "data",
            ["message_id"] = "message.id",
        }),
        new Dialect("klaviyo", hasDollars: false, "profile", new()
        {
            ["person"] = "profile",
            ["event"] = "data",
            ["first_name"] = "profile.first_name",
            ["last_name"] = "profile.last_name",
            ["email"] = "profile.email",
            ["phone_number"] = "profile.phone_number",
        }),
    }.ToFrozenDictionary(d => d.Label, StringComparer.Ordinal);

    private readonly Dictionary<string, string[]> names;
    private readonly string attributes;

    private Dialect(string label, bool hasDollars, string attributes, Dictionary<string, string> names)
    {
        Label = label;
        HasDollars = hasDollars;
        this.attributes = attributes;
        this.names = names.ToDictionary(n => n.Key, n => n.Value.Split('.'), StringComparer.Ordinal);
    }

    /// <summary>The names of those that are built in.</summary>
    public static IEnumerable<string> Labels => BuiltIn.Keys.Order(StringComparer.Ordinal);

    public string Label { get; }

    /// <summary>Whether <c>${name}</c> is an attribute.</summary>
    public bool HasDollars { get; }

    public static Dialect? Find(string label) => BuiltIn.GetValueOrDefault(label);

    /// <summary>With names of a template's own, which come before those built in.</summary>
    public Dialect With(IEnumerable<KeyValuePair<string, string>> own)
    {
        var all = names.ToDictionary(n => n.Key, n => string.Join('.', n.Value), StringComparer.Ordinal);
        foreach (var (name, path) in own)
        {
            all[name] = path;
        }

        return new Dialect(Label, HasDollars, attributes, all);
    }

    /// <summary>Where a name leads.</summary>
    public IReadOnlyList<string> Name(string name) => names.GetValueOrDefault(name) ?? [name];

    /// <summary>Where a <c>${name}</c> leads.</summary>
    public IReadOnlyList<string> Attribute(string name) => names.GetValueOrDefault(name) ?? [attributes, name];
}
