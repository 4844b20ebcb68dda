using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Writes SOQL. Whatever is not ours is a literal with nothing in it that could end it, or a checked name.</summary>
internal static partial class Soql
{
    /// <summary>A text as a literal.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 8).Append('\'');
        foreach (var sign in text)
        {
            literal.Append(sign switch
            {
                '\\' => @"\\",
                '\'' => @"\'",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                '\b' => @"\b",
                '\f' => @"\f",
                var other => other,
            });
        }

        return literal.Append('\'').ToString();
    }

    /// <summary>An instant, which stands without quotes.</summary>
    public static string Literal(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Asks for records.</summary>
    /// <param name="fields">Checked field paths.</param>
    /// <param name="sobject">The object.</param>
    /// <param name="rest">The conditions, order and limit; empty for none.</param>
    public static string Select(IReadOnlyList<string> fields, string sobject, string rest) =>
        $"SELECT {string.Join(',', fields)} FROM {sobject}{(rest.Length == 0 ? "" : " ")}{rest}";

    /// <summary>Whether this can be a field, or a field of a record that is referred to (Account.Owner.Name).</summary>
    public static bool IsField(string path) => Field().IsMatch(path);

    /// <summary>Splits literals so that each query with them keeps within an address: Salesforce ends one at 16 KB.</summary>
    public static IEnumerable<IReadOnlyList<string>> Chunk(IEnumerable<string> literals, int room)
    {
        var chunk = new List<string>();
        var length = 0;
        foreach (var literal in literals)
        {
            var escaped = Uri.EscapeDataString(literal).Length + "%2C".Length;
            if (length + escaped > room && chunk.Count > 0)
            {
                yield return chunk;
                (chunk, length) = ([], 0);
            }

            chunk.Add(literal);
            length += escaped;
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    // Six names: a path may go five references up.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,79}(\.[A-Za-z][A-Za-z0-9_]{0,79}){0,5}$", RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
