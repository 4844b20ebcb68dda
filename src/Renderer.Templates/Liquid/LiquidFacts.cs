using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid;

/// <summary>Walks a script and notes what it reads and names.</summary>
internal sealed class LiquidFacts(SourceText source)
{
    private static readonly string[] ShowsDates = ["date", "format_date", "format_time", "format_date_time"];
    private readonly HashSet<string> assigned = new(StringComparer.Ordinal) { "forloop", "tablerowloop" };
    private readonly List<NameUse> names = [];

    public ScriptFacts Facts { get; } = new();

    public void Read(Body body)
    {
        foreach (var statement in body.Statements)
        {
            Read(statement);
        }
    }

    /// <summary>Says what may be a slip.</summary>
    public void Judge(Findings findings)
    {
        foreach (var use in names.Where(n => !assigned.Contains(n.Name) && n.Name.Length > 3))
        {
            if (Nearest.Find(use.Name, ScopeNames.Values) is { } near)
            {
                findings.Warning("name_unknown", $"'{use.Name}' is read from the request's data (did you mean '{near}'?).", use.At);
            }
        }
    }

    private void Read(Statement statement)
    {
        Facts.IsDynamic |= statement is not (TextStatement or Silence);
        if (statement.Assigned is { } name)
        {
            assigned.Add(name);
        }

        switch (statement)
        {
            case ShowBlock block:
                Shows(block.Name);
                break;
            case Insert insert:
                Shows(insert.Name);
                break;
        }

        foreach (var term in statement.Terms)
        {
            Read(term);
        }

        foreach (var body in statement.Bodies)
        {
            Read(body);
        }
    }

    private void Shows(Term name)
    {
        if (name is Literal { Value: string block })
        {
            Facts.Blocks.Add(new(block, source.At(name.At)));
        }
        else
        {
            Facts.AnyBlock.Add(source.At(name.At));
        }
    }

    private void Read(Term term)
    {
        switch (term)
        {
            case Variable variable:
                Variable(variable);
                break;
            case ComputedName:
                // Any name in scope, the profile among them.
                Facts.WholeProfile.Add(source.At(term.At));
                Facts.AnySegment = Facts.UsesPreheader = Facts.UsesLocale = Facts.UsesTimeZone = true;
                break;
            case Filtered filtered:
                Filter(filtered);
                break;
        }

        foreach (var part in term.Parts)
        {
            Read(part);
        }
    }

    private void Variable(Variable variable)
    {
        var at = source.At(variable.At);
        var member = variable.Path is [Literal { Value: string first }, ..] ? first : null;
        switch (variable.Name)
        {
            case ScopeNames.Profile when member is not null:
                Facts.Attributes.Add(new(member, at));
                break;
            case ScopeNames.Profile:
                Facts.WholeProfile.Add(at);
                break;
            case ScopeNames.Segments when member is not null:
                Facts.Segments.Add(new(member, at));
                break;
            case ScopeNames.Segments:
                Facts.AnySegment = true;
                break;
            case ScopeNames.Preheader:
                Facts.UsesPreheader = true;
                break;
            case ScopeNames.Locale:
                Facts.UsesLocale = true;
                break;
            case ScopeNames.Now:
                Facts.UsesTimeZone = true;
                break;
            default:
                names.Add(new(variable.Name, at));
                break;
        }
    }

    // "profile.bio_html"; nothing for what is computed.
    private static string PathOf(Term term) => term is Variable variable && variable.Path.All(p => p is Literal { Value: string })
        ? string.Join('.', variable.Path.Select(p => (string)((Literal)p).Value!).Prepend(variable.Name))
        : "";

    private void Filter(Filtered filtered)
    {
        var name = filtered.Filter.Name;
        if (name == "raw")
        {
            Facts.RawMentions++;
            Facts.Raws.Add(new(filtered.Input is Literal ? "''" : PathOf(filtered.Input), source.At(filtered.At)));
        }

        Facts.UsesTimeZone |= ShowsDates.Contains(name);
        Facts.UsesWords |= name == "t";
        Facts.UsesLocale |= name == "t" || name.StartsWith("format_", StringComparison.Ordinal);
        if (filtered.Input is Literal { Value: string literal })
        {
            var use = new NameUse(literal, source.At(filtered.Input.At));
            (name switch { "image" => Facts.Images, "t" => Facts.Translations, _ => null })?.Add(use);
        }
    }
}
