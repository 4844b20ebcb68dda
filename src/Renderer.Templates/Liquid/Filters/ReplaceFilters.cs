using System.Text;
using Renderer.Templates.Liquid.Running;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>Text before, behind, and instead of text.</summary>
internal static class ReplaceFilters
{
    public static readonly Filter[] All =
    [
        new("append", 1, 1, (call, v) => Joined(call, v, call[0])),
        new("prepend", 1, 1, (call, v) => Joined(call, call[0], v)),
        new("replace", 1, 2, (call, v) => Replace(call, Values.Text(v), call.Text(0), call.Text(1))),
        new("remove", 1, 1, (call, v) => call.Text(0).Length == 0 ? Values.Text(v) : Replace(call, Values.Text(v), call.Text(0), "")),
        new("replace_first", 1, 2, (call, v) => Once(call, Values.Text(v), call.Text(0), call.Text(1), Values.Text(v).IndexOf(call.Text(0), StringComparison.Ordinal))),
        new("remove_first", 1, 1, (call, v) => Once(call, Values.Text(v), call.Text(0), "", Values.Text(v).IndexOf(call.Text(0), StringComparison.Ordinal))),
        new("replace_last", 1, 2, (call, v) => Once(call, Values.Text(v), call.Text(0), call.Text(1), Values.Text(v).LastIndexOf(call.Text(0), StringComparison.Ordinal))),
        new("remove_last", 1, 1, (call, v) => Once(call, Values.Text(v), call.Text(0), "", Values.Text(v).LastIndexOf(call.Text(0), StringComparison.Ordinal))),
    ];

    // Markup stays markup; what is put beside it is escaped as it would be on its way out.
    public static object Joined(Call call, object? a, object? b)
    {
        call.Run.Budget.Text((long)Values.Text(a).Length + Values.Text(b).Length, call.At);
        if (a is Markup || b is Markup)
        {
            return new Markup(Html(call, a) + Html(call, b));
        }

        return Values.Text(a) + Values.Text(b);
    }

    private static string Html(Call call, object? value) => value is Markup markup ? markup.Html : call.Encoded(Values.Text(value));

    private static string Replace(Call call, string text, string what, string with)
    {
        // The length is known before it is made.
        var count = what.Length == 0 ? text.Length + 1 : Count(text, what);
        call.Run.Budget.Text(text.Length + (count * ((long)with.Length - what.Length)), call.At);
        if (what.Length > 0)
        {
            return text.Replace(what, with, StringComparison.Ordinal);
        }

        var all = new StringBuilder(with);
        foreach (var rune in text.EnumerateRunes())
        {
            all.Append(rune).Append(with);
        }

        return all.ToString();
    }

    private static string Once(Call call, string text, string what, string with, int at)
    {
        call.Run.Budget.Text((long)text.Length + with.Length, call.At);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + what.Length));
    }

    private static long Count(string text, string what)
    {
        var count = 0L;
        for (var i = text.IndexOf(what, StringComparison.Ordinal); i >= 0; i = text.IndexOf(what, i + what.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
