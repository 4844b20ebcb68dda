using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Renderer.Profiles.Outbound;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>
/// Keeps the last answers about single rows, asks with their ETag, and makes of a 304 the answer that it stands for. That answer is as good
/// as a new one: what was confirmed is what the row is since the request began. It is kept out of reads whose values can change without the
/// row's version: expanded records and formatted values; columns that Dataverse computes are why this is off unless the workspace says so.
/// </summary>
internal sealed class DataverseRowMemo(HttpMessageHandler wire) : DelegatingHandler(wire)
{
    private const int MostInOne = 32 * 1024;

    /// <summary>What all may take together, in bytes.</summary>
    internal const int Most = 8 * 1024 * 1024;

    // The dictionary's, the list's and the strings' own.
    private const int Overhead = 400;

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Row>> rows = new(StringComparer.Ordinal);
    private readonly LinkedList<Row> oldestFirst = new();
    private long bytes;

    /// <summary>What is kept now, in bytes.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (KeyOf(request) is not { } key)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var known = Find(key);
        request.Headers.IfNoneMatch.Clear(); // a retry is the same request
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known.Tag);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null)
        {
            response.StatusCode = HttpStatusCode.OK;
            response.Content = new ReadOnlyMemoryContent(known.Body);
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return response;
        }

        if (response is { StatusCode: HttpStatusCode.OK, Headers.ETag: { } tag, Content.Headers.ContentLength: not > MostInOne })
        {
            if (await Body.ReadAsync(response.Content, MostInOne, cancellationToken) is not { } body)
            {
                response.Dispose();
                throw new CrmFailureException(Model.Reason.CrmError); // longer than it said
            }

            var type = response.Content.Headers.ContentType;
            response.Content = new ReadOnlyMemoryContent(body);
            response.Content.Headers.ContentType = type;
            Keep(new Row(key, tag, body));
        }

        return response;
    }

    // One row by its key, and nothing but its own columns.
    private static string? KeyOf(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get && request.RequestUri is { } uri
        && uri.AbsolutePath.EndsWith(')') && uri.AbsolutePath.Contains("/contacts(", StringComparison.Ordinal)
        && !uri.Query.Contains("$expand=", StringComparison.Ordinal) && !request.Headers.Contains("Prefer")
            ? uri.PathAndQuery
            : null;

    private Row? Find(string key)
    {
        lock (gate)
        {
            return rows.GetValueOrDefault(key)?.Value;
        }
    }

    private void Keep(Row row)
    {
        lock (gate)
        {
            Drop(rows.GetValueOrDefault(row.Key));
            rows[row.Key] = oldestFirst.AddLast(row);
            bytes += SizeOf(row);
            while (bytes > Most)
            {
                Drop(oldestFirst.First);
            }
        }
    }

    private void Drop(LinkedListNode<Row>? node)
    {
        if (node is not null)
        {
            rows.Remove(node.Value.Key);
            oldestFirst.Remove(node);
            bytes -= SizeOf(node.Value);
        }
    }

    private static int SizeOf(Row row) => Overhead + row.Body.Length + (2 * row.Key.Length) + Encoding.UTF8.GetByteCount(row.Tag.Tag);

    private sealed record Row(string Key, EntityTagHeaderValue Tag, byte[] Body);
}
