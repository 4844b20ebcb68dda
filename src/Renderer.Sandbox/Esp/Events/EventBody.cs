using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>Members of an event's JSON, in order; those without a value are left out.</summary>
internal sealed class EventBody : Dictionary<string, object?>
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(object value) => JsonSerializer.Serialize(value, Options);

    public static byte[] Bytes(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static HttpRequestMessage Request(Uri url, byte[] body, string type, string agent)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        return request;
    }

    /// <summary>With user and password.</summary>
    public static HttpRequestMessage Signed(HttpRequestMessage request, string basic)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(basic)));
        return request;
    }

    /// <summary>Without what has no value.</summary>
    public EventBody Trimmed()
    {
        foreach (var name in this.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            Remove(name);
        }

        return this;
    }
}
