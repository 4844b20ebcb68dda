namespace Renderer.Templates.Yaml;

/// <summary>A node of a YAML file and where it begins, 1-based.</summary>
internal abstract record YamlNode(int Line, int Column);

/// <summary>A scalar.</summary>
/// <param name="Value">Its text.</param>
/// <param name="IsPlain">Without quotes and not a block, so that it may be a number, a truth value or null.</param>
/// <param name="TextLine">Where its text begins: behind the quote, or below the '|'.</param>
/// <param name="TextColumn">Likewise.</param>
internal sealed record YamlText(string Value, bool IsPlain, int Line, int Column, int TextLine, int TextColumn) : YamlNode(Line, Column)
{
    public bool IsNull => IsPlain && Value is "" or "~" or "null";
}

/// <summary>A mapping, in the file's order.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column);

/// <summary>One entry of a mapping.</summary>
internal sealed record YamlEntry(YamlText Key, YamlNode Value);

/// <summary>A sequence.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);
