using System.Security.Cryptography;

namespace Renderer.Sandbox.Outbox;

/// <summary>An attachment, or a picture that stands in the mail.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Type">Its content type.</param>
/// <param name="Content">Its bytes, decoded.</param>
/// <param name="ContentId">By what the HTML names it; null for an attachment.</param>
internal sealed record MailFile(string Name, string Type, ReadOnlyMemory<byte> Content, string? ContentId = null)
{
    /// <summary>Lower-case hex.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content.Span));
}
