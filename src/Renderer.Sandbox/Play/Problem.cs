namespace Renderer.Sandbox.Play;

/// <summary>A mistake at one of the sandbox's own routes, as problem details (RFC 9457).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The same code for the same mistake.</param>
/// <param name="Title">What it is.</param>
/// <param name="Detail">What to do.</param>
internal sealed record Problem(int Status, string Code, string Title, string Detail)
{
    public static Problem NotFound { get; } =
        new(404, "not_found", "There is nothing at this address", "The sandbox has /sandbox/people/{id}, /sandbox/outbox, /sandbox/faults and /sandbox/calls.");

    public static Problem TooLarge { get; } = new(413, "body_too_large", "The body is too large", "Send at most 1 MB.");

    public static Problem Json(string detail) => new(400, "bad_json", "The body is not JSON", detail);

    public static Problem Parameter(string detail) => new(400, "bad_parameter", "A value is not what it can be", detail);

    public static Problem Unknown(string name, IEnumerable<string> known) =>
        new(400, "unknown_field", "A member is unknown", $"\"{name}\" is unknown; nearest is \"{Nearest(name, known)}\". Known: {string.Join(", ", known)}.");

    public static Problem NoSuchPerson(string id) =>
        new(404, "profile_unknown", "Nobody has this id", $"\"{id}\" is nobody's id; try p0001 to p1000.");

    public static Problem Taken(string holder) =>
        new(409, "conflict", "Somebody is there already", $"The id or a unique value belongs to {holder}.");

    public Task WriteAsync(HttpContext context) => context.Response.WriteJsonAsync(
        Status,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("title", Title);
            writer.WriteNumber("status", Status);
            writer.WriteString("code", Code);
            writer.WriteString("detail", Detail);
            writer.WriteEndObject();
        },
        Wire.Problem);

    private static string? Nearest(string name, IEnumerable<string> known) => known.MinBy(one => Distance(name, one));

    // Levenshtein's, in one row.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
