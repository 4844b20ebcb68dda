namespace Renderer.Templates.Escaping;

/// <summary>The merge syntax of what will process the mail after us.</summary>
/// <param name="Name">As template.yaml names it.</param>
/// <param name="Openers">The characters that its openers are made of: alone they are text, beside each other they may be code.</param>
/// <param name="HasDashes">Words between hyphens are replaced, too.</param>
/// <param name="HasWords">A '%' before a word is code, too.</param>
internal sealed record Esp(string Name, string Openers, bool HasDashes = false, bool HasWords = false)
{
    /// <summary>All that are known.</summary>
    public static readonly IReadOnlyList<Esp> All =
    [
        new("sendgrid", "{#", HasDashes: true),
        new("mailchimp", "*|"),
        new("mandrill", "*|{#"),
        new("sfmc", "%[{"),
        new("mailgun", "%{#", HasWords: true),
        new("braze", "{%#[$"),
        new("iterable", "{%#[$"),
        new("klaviyo", "{%#[|"),
        new("customerio", "{%#["),
        new("marketo", "{$#"),
        new("hubspot", "{%#"),
        new("postmark", "{#^"),
        new("sparkpost", "{#"),
        new("brevo", "{%#["),
        new("mailjet", "{%[#"),
    ];

    public static IEnumerable<string> Names => All.Select(e => e.Name);

    public static Esp? Find(string? name) => All.FirstOrDefault(e => e.Name == name);

    /// <summary>Whether a character could be a part of an opener.</summary>
    public bool Opens(byte c) => c < 0x80 && Openers.Contains((char)c);
}
