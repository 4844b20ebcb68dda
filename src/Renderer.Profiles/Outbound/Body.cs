namespace Renderer.Profiles.Outbound;

/// <summary>Reads what a server sends, up to a size.</summary>
internal static class Body
{
    /// <summary>The whole content, after decompression.</summary>
    /// <exception cref="InvalidDataException">It is larger than <paramref name="maxBytes"/>, or not what its encoding says.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var known = content.Headers.ContentLength;
        using var whole = new MemoryStream(known is > 0 and < 1024 * 1024 ? (int)known : 4096);
        var chunk = new byte[16 * 1024];
        while (await stream.ReadAsync(chunk, cancellationToken) is var read and > 0)
        {
            if (whole.Length + read > maxBytes)
            {
                throw new InvalidDataException("The answer is larger than the limit.");
            }

            whole.Write(chunk, 0, read);
        }

        return whole.Capacity == whole.Length ? whole.GetBuffer() : whole.ToArray();
    }
}
