using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Forms;

/// <summary><c>multipart/form-data</c> (RFC 7578) with one boundary.</summary>
internal sealed class MultipartForm : IFormEncoding
{
    /// <summary>A thousand recipients may have a field each; this bounds what is noted of a body.</summary>
    private const int MostFields = 10_000;

    private const int LongestBoundary = 70;

    private const int LineBreak = 2;

    private static readonly HashSet<string> AsItIs = new(StringComparer.OrdinalIgnoreCase) { "7bit", "8bit", "binary" };

    private static readonly Regex Parameter = new(
        """(^|;)\s*(?<name>name|filename\*?)\s*=\s*("(?<quoted>([^"\\]|\\.)*)"|(?<token>[^;\s"]+))""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);

    private readonly string boundary;
    private readonly byte[] delimiter;

    private MultipartForm(string boundary)
    {
        this.boundary = boundary;
        delimiter = Encoding.Latin1.GetBytes("\r\n--" + boundary);
    }

    /// <summary>Finds the fields of a body of any length, in flat memory.</summary>
    /// <param name="contentType">The request's content type, which names the boundary.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null when it is no such form, or a broken one.</returns>
    public static async ValueTask<FormMap?> MapAsync(string? contentType, Spool body, CancellationToken cancellationToken)
    {
        if (Boundary(contentType) is not { } boundary)
        {
            return null;
        }

        var form = new MultipartForm(boundary);
        var scan = new BodyScan(body);
        var fields = new List<FormField>();
        var begun = await scan.FindAsync(form.delimiter, cancellationToken);
        while (begun is not null && fields.Count < MostFields)
        {
            // The line break before a boundary is the boundary's own; here a field begins with its dashes.
            var at = begun.Value + LineBreak;
            if (await scan.StartsWithAsync("--"u8.ToArray(), cancellationToken))
            {
                return new FormMap(form, fields, at);
            }

            if (await scan.TakeUntilAsync("\r\n\r\n"u8.ToArray(), cancellationToken) is not { } head)
            {
                return null;
            }

            var value = scan.Position;
            begun = await scan.FindAsync(form.delimiter, cancellationToken);
            if (begun is null || Field(Encoding.UTF8.GetString(head)) is not { } found)
            {
                return null;
            }

            fields.Add(found with { At = at, ValueAt = value, ValueLength = begun.Value - value });
        }

        return null;
    }

    public string Read(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value);

    public byte[]? Write(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return bytes.AsSpan().IndexOf(delimiter.AsSpan(2)) < 0 ? bytes : null;
    }

    public byte[]? WriteField(string name, string value, bool first) =>
        Write(value) is null ? null : Encoding.UTF8.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");

    private static string? Boundary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && "multipart/form-data".Equals(type.MediaType, StringComparison.OrdinalIgnoreCase)
        && type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"') is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary
            : null;

    private static FormField? Field(string head)
    {
        string? named = null;
        var plain = true;
        foreach (var line in head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (header, value) = (line[..Math.Max(0, colon)], line[(colon + 1)..].Trim());
            if (header.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase))
            {
                foreach (Match parameter in Parameter.Matches(value))
                {
                    var isName = parameter.Groups["name"].Value.Equals("name", StringComparison.OrdinalIgnoreCase);
                    named = isName ? parameter.Groups["quoted"].Value + parameter.Groups["token"].Value : named;
                    plain &= isName;
                }
            }

            plain &= !header.Equals("Content-Transfer-Encoding", StringComparison.OrdinalIgnoreCase) || AsItIs.Contains(value);
        }

        return named is null ? null : new FormField(named, 0, 0, 0, plain);
    }
}
