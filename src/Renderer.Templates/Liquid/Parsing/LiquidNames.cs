using Renderer.Templates.Definitions;

namespace Renderer.Templates.Liquid.Parsing;

/// <summary>Names that a template may give to variables.</summary>
internal static class LiquidNames
{
    /// <summary>The name that stands next, for a variable.</summary>
    public static string Free(Lexer lexer)
    {
        var name = lexer.Peek;
        lexer.Name("a name");
        return MustBeFree(name);
    }

    public static string MustBeFree(Token name) => ScopeNames.Values.Contains(name.Text) || ScopeNames.Links.Contains(name.Text)
        ? throw new LiquidSyntaxError(name.At, $"'{name.Text}' is always in scope and cannot be assigned; choose another name.", "name_reserved")
        : name.Text;
}
