namespace Renderer.Fuzz;

/// <summary>The words of the languages: chance alone would not spell them.</summary>
internal static class Tokens
{
    public static readonly string[] All =
    [
        // Scriban and Liquid.
        "{{", "}}", "{{-", "-}}", "{{~", "~}}", "{%", "%}", "{%-", "-%}", "{% liquid\n", "{# ", " #}", "{{ raw }}", "{% raw %}", "{% endraw %}", "{% comment %}", "{% endcomment %}",
        " if ", " else ", " elsif ", " else if ", " end ", " for x in ", " while ", " case ", " when ", " break ", " continue ", " func f(x) ", " ret ", " with ", " wrap ", " capture x ",
        " tablerow x in ", " import ", " readonly ", " this", " empty", " blank", " null ", " true ", " false ", " limit: 2 ", " offset: 1 ", " reversed ", " cols: 2 ",
        "{% if x %}", "{% endif %}", "{% unless x %}", "{% endunless %}", "{% for x in list %}", "{% endfor %}", "{% case x %}", "{% when 1 %}", "{% endcase %}", "{% assign x = ",
        "{% capture x %}", "{% endcapture %}", "{% cycle 'a', 'b' %}", "{% increment x %}", "{% tablerow x in list %}", "{% endtablerow %}", "{% render 'footer' %}", "{% include 'header' %}",
        "{% block 'footer' %}", "{% skip 'why' %}", "{% echo x %}", "{% ifchanged %}", "{% endifchanged %}", "block 'footer'", "include 'header'", "skip 'why'", "image 'hero'", "link 'https://x.example/'",
        "profile.first_name", "profile.list", "profile.deep.a.b", "profile[", "data.order.items", "segments.it", "now", "message.id", "locale", "preheader", "forloop.index", "for.index", "x", "y", "f ",
        " | ", "|>", " | raw", " | string.upcase", " | string.split ' '", " | array.map 'name'", " | array.insert_at 9 1", " | date.to_string '%Y-%m-%d'", " | object.format 'n'", " | regex.match '(a+)+$'",
        " | math.format '0'", " | string.pad_left 99", " | html.escape", " | default: 'x'", " | append: 'x'", " | replace: 'a', 'b'", " | split: ','", " | date: '%F'", " | where: 'qty', 1", " | map: 'name'",
        " | strip_html", " | truncate: 3", " | times: 9999999999", " | format_money 'EUR'", " | format_money: 'EUR'", " | format_date", " | t",
        "(", ")", "[", "]", "{", "}", "..", "..<", "1..3", "(1..3)", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "?!", "@", "$", "$0", "^", "!", "-", "+", "*", "/", "//", "%", "<<", ">>", "=", "+=", "++",
        " and ", " or ", " contains ", ",", ":", ";", ".", "'", "\"", "`", "\\", "\n", "\r\n", "\t", "0", "1", "-1", "2147483648", "1e308", "0x7f", "1.5m", "'\\u0041'", "$\"{x}\"",

        // HTML, as mail has it.
        "<", ">", "</", "/>", "<!--", "-->", "--!>", "<!-", "<!--[if mso]>", "<![endif]-->", "<!--[if !mso]><!-->", "<!--<![endif]-->", "<![CDATA[", "]]>", "<!doctype html>", "<?xml", "<!",
        "<a href=\"", "<a href=", "<a href='", "<img src=\"", "<p style=\"", "<p title=", "<p onclick=\"", "<svg>", "<math>", "<table background=\"", "<style>", "</style>", "<title>", "</title>",
        "<textarea>", "</textarea>", "<script>", "</script>", "<script type=\"application/ld+json\">", "<script type=\"text/x-amp-mustache\">", "<template>", "<plaintext>", "<noscript>", "<xmp>", "<iframe>",
        "https://", "http://", "javascript:", "mailto:", "data:", "cid:", "?a=", "&b=", "#", "&amp;", "&#x26;", "&lt", "url(", "expression(", "color:", "background:url(", "width:", ";", "!important", "/*", "*/", "@media",
        "{{{", "}}}", "*|", "|*", "%%", "[%", "%]", "${", "[[", "]]", "\0", "\u00e9", "\ufeff", "\u2028", "\ud83d\ude00",
    ];
}
