using System.Globalization;
using System.Text.RegularExpressions;

namespace Renderer.Templates.Amp;

/// <summary>The values of attributes.</summary>
internal static partial class AmpValues
{
    private static readonly string[] OfLinks = ["http", "https", "mailto", "tel"];
    private static readonly string[] Secure = ["https"];

    public static void Check(WrittenTag tag, WrittenAttribute attribute, AmpAttribute rule, bool isInTemplate, List<AmpFault> faults)
    {
        if (!attribute.IsKnown)
        {
            return;
        }

        var value = attribute.Value;
        var hasMustache = isInTemplate && value.Contains("{{", StringComparison.Ordinal);
        if (hasMustache && Unescaped().IsMatch(value))
        {
            faults.Add(new AmpFault(
                value.Contains("{{>", StringComparison.Ordinal) ? "TEMPLATE_PARTIAL_IN_ATTR_VALUE" : "UNESCAPED_TEMPLATE_IN_ATTR_VALUE",
                tag.At, $"In '{attribute.Name}' amp-mustache takes {{{{variables}}}} alone, escaped and without partials."));
            return;
        }

        var isUrl = rule.Value is AmpValue.Link or AmpValue.Image or AmpValue.Xhr;
        if (isUrl)
        {
            Address(tag, attribute, rule.Value, isInTemplate, faults);
        }
        else if (!hasMustache && !IsGood(value, rule))
        {
            var hint = rule.Value == AmpValue.OneOf && rule.Words is not [""] ? $"; it is one of {string.Join(", ", rule.Words)}" : "";
            faults.Add(new AmpFault("INVALID_ATTR_VALUE", tag.At, $"'{attribute.Name}' of <{tag.Name}> cannot have this value{hint}."));
        }
    }

    /// <summary>Whether it is an address that is taken wherever its tag stands, so that a document's validity does not hang on which one it is.</summary>
    public static bool IsGoodAddress(WrittenTag tag, WrittenAttribute attribute)
    {
        // Of several rules for a tag another part of the document may tell which one it is.
        if (!attribute.IsKnown || AmpTable.Known.Find(tag.Name) is not [{ When: null } rule]
            || !rule.Attributes.TryGetValue(attribute.Name, out var known) || known.Value is not (AmpValue.Link or AmpValue.Image or AmpValue.Xhr)
            || attribute.Value.Contains("{{", StringComparison.Ordinal))
        {
            return false;
        }

        var faults = new List<AmpFault>();
        Address(tag, attribute, known.Value, isInTemplate: false, faults);
        return faults.Count == 0;
    }

    private static bool IsGood(string value, AmpAttribute rule) => rule.Value switch
    {
        // Where a name alone is meant, some write it twice: disabled="disabled" is not taken.
        AmpValue.OneOf => rule.Words.Contains(value, StringComparer.OrdinalIgnoreCase),
        AmpValue.NoneOf => value.Length > 0 && !rule.Words.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase),
        AmpValue.Number => value.Length == 0 || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        AmpValue.Whole => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        AmpValue.Instant => Instant().IsMatch(value),
        AmpValue.Class => !OwnClass().IsMatch(value),
        AmpValue.Id => !OwnId().IsMatch(value),
        _ => true,
    };

    private static void Address(WrittenTag tag, WrittenAttribute attribute, AmpValue kind, bool isInTemplate, List<AmpFault> faults)
    {
        var value = attribute.Value;
        void Wrong(string code, string why) => faults.Add(new AmpFault(code, tag.At, $"'{attribute.Name}' of <{tag.Name}> {why}."));
        var hasVariable = value.IndexOf("{{", StringComparison.Ordinal) is var open and >= 0 && value.IndexOf("}}", open, StringComparison.Ordinal) >= 0;
        if (!(isInTemplate && hasVariable))
        {
            switch (AmpUrl.Judge(value, kind == AmpValue.Link ? OfLinks : Secure))
            {
                case UrlFault.Missing:
                    Wrong("MISSING_URL", "is empty");
                    return;
                case UrlFault.Relative:
                    Wrong("DISALLOWED_RELATIVE_URL", "must be a whole address; a mail has no page that it could be relative to");
                    return;
                case UrlFault.Scheme:
                    Wrong("INVALID_URL_PROTOCOL", kind == AmpValue.Link ? "takes http, https, mailto and tel" : "takes https");
                    return;
                case UrlFault.Broken:
                    Wrong("INVALID_URL", "is no address");
                    return;
            }
        }

        if (hasVariable && !(isInTemplate && kind != AmpValue.Xhr && Variable().IsMatch(value)))
        {
            Wrong("INVALID_ATTR_VALUE", kind == AmpValue.Xhr ? "takes no variables" : "takes a variable of amp-mustache in a template alone, and as the whole of it");
        }
        else if (value.Contains("__amp_source_origin", StringComparison.OrdinalIgnoreCase))
        {
            Wrong("INVALID_ATTR_VALUE", "must not have '__amp_source_origin'");
        }
    }

    // Unescaped, or a partial: {{{x}}} {{&x}} {{>x}}
    [GeneratedRegex(@"\{\{\s*[{&>]", RegexOptions.NonBacktracking)]
    private static partial Regex Unescaped();

    [GeneratedRegex(@"^\{\{\s*[^#/^!>&={}\s][^{}]*\}\}$", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(^|\s)i-amphtml-", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex OwnClass();

    // What AMP's own scripts would meet as their own.
    [GeneratedRegex(@"(^|\s)(i-amphtml-\S*|AMP|AMP_\S*|__\S*__)(\s|$)", RegexOptions.NonBacktracking)]
    private static partial Regex OwnId();

    [GeneratedRegex(@"^\d{4}-[01]\d-[0-3]\d(T[0-2]\d:[0-5]\d(:[0-6]\d(\.\d\d?\d?)?)?(Z|[+-][0-1]\d:[0-5]\d))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Instant();
}
