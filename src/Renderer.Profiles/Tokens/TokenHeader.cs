namespace Renderer.Profiles.Tokens;

/// <summary>The header that carries a token, and the word before it.</summary>
/// <param name="Name">The header.</param>
/// <param name="Scheme">The word; null: the token stands alone.</param>
internal sealed record TokenHeader(string Name, string? Scheme)
{
    public static readonly TokenHeader Bearer = new("Authorization", "Bearer");

    /// <summary>Puts a token on a request, in the place of any other.</summary>
    public void Write(HttpRequestMessage request, AccessToken token)
    {
        request.Headers.Remove(Name);
        request.Headers.TryAddWithoutValidation(Name, Scheme is null ? token.Value : $"{Scheme} {token.Value}");
    }
}
