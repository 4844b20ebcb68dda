using Renderer.Templates.Formatting;
using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Calls;
using Renderer.Templates.Plans.Terms;

namespace Renderer.Templates.Scriban.Calls;

/// <summary>Calls of functions in plans: those that mails are full of by terms of their own, all others by Scriban.</summary>
internal static class ScribanCalls
{
    private static readonly Dictionary<string, Func<Term[], Term?>> Own = new(StringComparer.Ordinal)
    {
        ["date.now"] = _ => new MessageTerm(run => Value.Of(run.Mail.LocalNow)),
        ["date.utc_now"] = _ => new MessageTerm(run => Value.Of(run.Mail.Scope.Now.UtcDateTime)),
        ["block"] = a => a.Length == 1 ? new BlockTerm(a[0]) : null,
        ["include"] = a => a.Length == 1 ? new BlockTerm(a[0]) : null,
        ["link"] = a => a.Length == 1 ? new LinkTerm(a[0]) : null,
        ["object.default"] = a => a.Length == 2 ? new DefaultTerm(a[0], a[1]) : null,
        ["date.parse"] = a => a.Length == 1 ? new ParseDateTerm(a[0], Bridge("date.parse", a)!) : null,
        ["date.to_string"] = a => a is [_, ConstantTerm { Constant.Kind: Kind.Utf8 } pattern] && DatePattern.Parse(pattern.Constant.Characters) is { } parts
            ? new DateTextTerm(a[0], parts, Bridge("date.to_string", a)!)
            : null,
        ["format_money"] = a => a is [_] or [_, ConstantTerm { Constant.Kind: Kind.Utf8 }]
            ? new MoneyTerm(a[0], a.Length == 1 ? null : ((ConstantTerm)a[1]).Constant.Characters.ToUpperInvariant(), Bridge("format_money", a)!)
            : null,
    };

    /// <summary>A term that calls a function; null when there is none of this name.</summary>
    public static Term? Make(string function, Term[] arguments) =>
        (Own.TryGetValue(function, out var make) ? make(arguments) : null) ?? Bridge(function, arguments);

    private static BridgeTerm? Bridge(string function, Term[] arguments) =>
        Builtins.Find(function) is { } found ? new BridgeTerm(found, function, arguments) : null;
}
