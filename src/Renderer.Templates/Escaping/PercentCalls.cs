using Renderer.Templates.Forms;

namespace Renderer.Templates.Escaping;

/// <summary>Functions that percent-encode: what they made is not encoded twice.</summary>
internal static class PercentCalls
{
    private static readonly string[] Functions = ["html.url_encode", "html.url_escape", "url_encode", "url_escape", "url_param_escape", "uri_escape"];

    public static bool IsEncoded(Expression value) => value is CallExpression call && Functions.Contains(call.Function);
}
