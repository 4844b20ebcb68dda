using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Liquid.Syntax;

namespace Renderer.Templates.Liquid;

/// <summary>Walks a script and notes what it reads and names.</summary>
internal sealed class LiquidFacts(SourceText source)
{
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
            case Skip skip:
                Facts.Calls("skip", source.At(skip.At));
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
        Facts.Calls("block", source.At(name.At));
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
        if (ScopeNames.Links.Contains(variable.Name))
        {
            Facts.Calls(variable.Name, at);
            return;
        }

        switch (variable.Name, variable.Path is [Literal { Value: string first }, ..] ? first : null)
        {
            case (ScopeNames.Profile, { } member):
                Facts.Attributes.Add(new(member, at));
                break;
            case (ScopeNames.Segments, { } member):
                Facts.Segments.Add(new(member, at));
                break;
            default:
                if (!Facts.Mentions(variable.Name, at))
                {
                    names.Add(new(variable.Name, at));
                }

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

        Facts.UsesTimeZone |= name == "date";
        Facts.Calls(name, source.At(filtered.At));
        if (filtered.Input is Literal { Value: string literal })
        {
            var use = new NameUse(literal, source.At(filtered.Input.At));
            (name switch { "image" => Facts.Images, "t" => Facts.Translations, "amp_link" => Facts.AmpData, _ => null })?.Add(use);
        }
    }
}
