using System.Net;
using System.Text.Json;
using System.Text.Unicode;
using Renderer.Model;
using Renderer.Profiles.Outbound;

namespace Renderer.Profiles.Crm;

/// <summary>Reads the whole body before it lets an answer through, so that a body that breaks off or is no JSON is a failed attempt:
/// retried and counted where a reset connection is.</summary>
/// <param name="maxBytes">The most that an answer may have, decompressed.</param>
/// <param name="watch">Hears of every request that leaves.</param>
internal sealed class WholeAnswerHandler(int maxBytes, ConnectionWatch watch) : DelegatingHandler
{
    private const int MaxDepth = 32;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var kind = CrmCall.Of(request).Kind;
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            watch.Requested(kind, (int)response.StatusCode);
        }
        catch
        {
            watch.Requested(kind, 0);
            throw;
        }

        try
        {
            var body = await Body.ReadAsync(response.Content, maxBytes, cancellationToken)
                ?? throw new CrmFailureException(Reason.CrmError); // an answer, and the same the next time
            var text = body.AsMemory(body.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
            var isNothing = response.StatusCode == HttpStatusCode.NoContent && text.IsEmpty;
            if (response.IsSuccessStatusCode && !isNothing && !IsJson(text.Span))
            {
                throw new InvalidDataException("The answer is not JSON.");
            }

            var whole = new ReadOnlyMemoryContent(text);
            whole.Headers.ContentType = response.Content.Headers.ContentType;
            response.Content = whole;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            return false;
        }

        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
