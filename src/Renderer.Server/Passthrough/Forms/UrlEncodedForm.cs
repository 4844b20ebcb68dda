using System.Net;
using System.Text;

namespace Renderer.Server.Passthrough.Forms;

/// <summary><c>application/x-www-form-urlencoded</c>.</summary>
internal sealed class UrlEncodedForm : IFormEncoding
{
    public static readonly UrlEncodedForm Only = new();

    public static FormMap Map(ReadOnlySpan<byte> body)
    {
        var fields = new List<FormField>();
        for (var at = 0; at < body.Length;)
        {
            var length = body[at..].IndexOf((byte)'&') is >= 0 and var found ? found : body.Length - at;
            var pair = body.Slice(at, length);
            if (length > 0)
            {
                var equals = pair.IndexOf((byte)'=') is >= 0 and var there ? there : length;
                var value = Math.Min(equals + 1, length);
                fields.Add(new FormField(Only.Read(pair[..equals]), at, at + value, length - value, IsPlain: true));
            }

            at += length + 1;
        }

        return new FormMap(Only, fields, body.Length);
    }

    public string Read(ReadOnlySpan<byte> value) => WebUtility.UrlDecode(Encoding.UTF8.GetString(value));

    public byte[] Write(string value) => Encoding.ASCII.GetBytes(WebUtility.UrlEncode(value));

    public byte[] WriteField(string name, string value, bool first) =>
        Encoding.ASCII.GetBytes($"{(first ? string.Empty : "&")}{WebUtility.UrlEncode(name)}={WebUtility.UrlEncode(value)}");
}
