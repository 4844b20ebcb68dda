using CsCheck;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>Values that broke out of somebody's page or mail, and pieces to make others of.</summary>
internal static class Hostile
{
    public static readonly string[] Known =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "\" autofocus onfocus=alert(1) x=\"", "</style><b>", "</title><b>", "</textarea><b>",
        "</script><b>", "--><b>", "--!><b>", "-->", "--", "-", "->", ">", "<", "<!--", "<![endif]--><b>", "<!--[if mso]><b>", "]><b>", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)", "\u0001javascript:alert(1)", " javascript:alert(1)", "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "javascript", ":alert(1)", "script:alert(1)",
        "data:text/html,<script>alert(1)</script>", "vbscript:x", "//evil.example", "\\\\evil.example", "https://a.example/\"><b>", "red;background:url(javascript:x)", "}body{display:none",
        "expression(alert(1))", "url(x)", "red}*{color:red", "a;b:c", "'", "\"", "\\", "\\22", "*/b{}/*", "/*", ")", "x) y(", "\"},\"x\":{\"y\":\"", "\\\"", "\u2028", "\u0000", "\ufffd", "a b", "",
        " ", "\n", "=", "/", "`", "a=b", "x onclick=y", "@import url(x)", "1x, javascript:x 2x", "{{x}}", "&quot;", "&lt;b&gt;", "%22%3E", "%", "%2", "\ud800", "\u202e", "é李👩‍🚀",
    ];

    private static readonly string[] Pieces =
    [
        "<", ">", "\"", "'", "`", "&", ";", "-", "--", "!", "/", "\\", "=", " ", "\n", "\t", "\0", "(", ")", "{", "}", "[", "]", ":", ",", "%", "#", "*", "a", "b", "on", "onclick", "style",
        "script", "javascript:", "java", "<b", "</", "<!--", "-->", "[if mso]", "endif", "url(", "&#60;", "&lt", "1", "é", "\u2028", "x=", "src", "href", "</script", "</style", "</title", "]]>",
    ];

    public static readonly Gen<string> Text =
        Gen.OneOf(Of(Known), Of(Pieces).Array[0, 8].Select(string.Concat), Gen.Select(Of(Known), Of(Known), (a, b) => a + b));

    /// <summary>One of several.</summary>
    public static Gen<T> Of<T>(T[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);
}
