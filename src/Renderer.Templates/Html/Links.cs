namespace Renderer.Templates.Html;

/// <summary>Addresses that a mail may lead to.</summary>
internal static class Links
{
    private static readonly string[] Schemes = ["https:", "http:", "mailto:", "tel:", "sms:"];

    /// <summary>The address when its scheme is one that mail clients should follow; else "#", which leads nowhere.</summary>
    public static string Checked(string address)
    {
        var trimmed = address.Trim();
        return Schemes.Any(s => trimmed.StartsWith(s, StringComparison.OrdinalIgnoreCase)) ? trimmed : "#";
    }
}
