using Renderer.Templates.Formatting;
using Renderer.Templates.Forms;
using Renderer.Templates.Liquid.Filters;
using Renderer.Templates.Plans;
using Renderer.Templates.Plans.Calls;
using Renderer.Templates.Plans.Terms;

namespace Renderer.Templates.Liquid.Calls;

/// <summary>Filters in plans: those that mails are full of by terms of their own, all others by the interpreter's code.</summary>
internal static class LiquidCalls
{
    // Longer ones are made by the filter, which counts what it makes.
    private const int MostOfPattern = 64;

    private static readonly Dictionary<string, Func<Term[], CallTerm, int, Term?>> Own = new(StringComparer.Ordinal)
    {
        ["default"] = (a, call, _) => new DefaultTerm(a[0], a.Length > 1 ? a[1] : new ConstantTerm(Value.Utf8("")), call),
        ["date"] = (a, call, _) => a[1] is ConstantTerm { Constant: { Kind: Kind.Utf8 } pattern } && pattern.Bytes.Length is > 0 and <= MostOfPattern && DatePattern.Parse(pattern.Characters) is { } parts
            ? new DateTerm(a[0], parts, call)
            : null,
        ["link"] = (a, call, _) => a is [ConstantTerm { Constant.Kind: Kind.Utf8 }] ? new LinkTerm(a[0]) : null,
        ["format_money"] = (a, call, _) => a is [_] or [_, ConstantTerm { Constant.Kind: Kind.Utf8 }]
            ? new MoneyTerm(a[0], a.Length == 1 ? null : ((ConstantTerm)a[1]).Constant.Characters.ToUpperInvariant(), call)
            : null,
        ["plus"] = (a, call, _) => new NumberTerm(Operator.Add, a[0], a[1], call),
        ["minus"] = (a, call, _) => new NumberTerm(Operator.Subtract, a[0], a[1], call),
        ["times"] = (a, call, _) => new NumberTerm(Operator.Multiply, a[0], a[1], call),
        ["divided_by"] = (a, call, _) => new NumberTerm(Operator.Divide, a[0], a[1], call),
        ["upcase"] = (a, call, at) => new CaseTerm(a[0], CaseTerm.To.Upper, CaseTerm.To.Upper, call, at),
        ["downcase"] = (a, call, at) => new CaseTerm(a[0], CaseTerm.To.Lower, CaseTerm.To.Lower, call, at),
        ["capitalize"] = (a, call, at) => new CaseTerm(a[0], CaseTerm.To.Upper, CaseTerm.To.Lower, call, at),
        ["append"] = (a, call, at) => new JoinTerm(a[0], a[1], a[0], call, at),
        ["prepend"] = (a, call, at) => new JoinTerm(a[1], a[0], a[0], call, at),
        ["escape"] = (a, call, at) => new EscapeTerm(a[0], call, at),
        ["size"] = (a, call, _) => new SizeTerm(a[0], call),
    };

    /// <summary>A term that calls a filter, shows a block or skips; null when there is none of this name.</summary>
    public static Term? Make(string function, Term[] arguments, NamedTerm[] named, int at)
    {
        switch (function)
        {
            case "block":
                return new BlockTerm(arguments[0], at);
            case "skip":
                return new SkipTerm(arguments.FirstOrDefault());
        }

        if (FilterSet.Find(function) is not { } filter)
        {
            return null;
        }

        var call = new FilterTerm(filter, arguments, named, at);
        return (named.Length == 0 && Own.TryGetValue(function, out var make) ? make(arguments, call, at) : null) ?? call;
    }
}
