using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Renderer.Templates.Escaping;

/// <summary>Resolves character references of literal text as browsers do, as far as they matter for addresses and styles.</summary>
internal static partial class References
{
    // Those of HTML 5 that the .NET decoder does not know.
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["Tab"] = "\t", ["NewLine"] = "\n", ["colon"] = ":", ["sol"] = "/", ["bsol"] = "\\", ["quest"] = "?", ["num"] = "#", ["semi"] = ";", ["comma"] = ",",
        ["lpar"] = "(", ["rpar"] = ")", ["lcub"] = "{", ["lbrace"] = "{", ["rcub"] = "}", ["rbrace"] = "}", ["commat"] = "@", ["ast"] = "*", ["midast"] = "*", ["apos"] = "'",
    };

    public static string Resolve(string text) => text.Contains('&', StringComparison.Ordinal)
        ? WebUtility.HtmlDecode(Known().Replace(text, m => m.Groups[1].Success ? Numbered(m.Groups[1].Value) : Named.GetValueOrDefault(m.Groups[2].Value, m.Value)))
        : text;

    /// <summary>Whether the text ends in a number of a reference that more digits could go on with.</summary>
    public static bool IsOpen(string text) => text.LastIndexOf('&') is var at && at >= 0 && Open().IsMatch(text.AsSpan(at));

    // A number needs no ';' behind it.
    private static string Numbered(string digits)
    {
        var isHex = digits[0] is 'x' or 'X';
        return int.TryParse(isHex ? digits.AsSpan(1) : digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Rune.IsValid(number) && number is not ('&' or 0) ? new Rune(number).ToString() : $"&#{digits};";
    }

    [GeneratedRegex("&(?:#([0-9]+|[xX][0-9a-fA-F]+);?|([A-Za-z]+);)", RegexOptions.NonBacktracking)]
    private static partial Regex Known();

    [GeneratedRegex("^&#[xX]?[0-9a-fA-F]*$")]
    private static partial Regex Open();
}
