using Renderer.Templates.Checks;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Renderer.Templates.Yaml;

/// <summary>Reads a YAML file into nodes that know their places. Anchors and tags are refused: nothing here needs them, and they can blow up.</summary>
internal sealed class YamlFile
{
    private const int MaxDepth = 16;
    private readonly Parser parser;
    private readonly string[] lines;
    private readonly string path;
    private readonly Findings findings;

    private YamlFile(string text, string path, Findings findings)
    {
        parser = new Parser(new StringReader(text));
        lines = text.Split('\n');
        this.path = path;
        this.findings = findings;
    }

    /// <summary>The file's mapping; null when it is empty, or not readable, which is then a finding.</summary>
    public static YamlMap? Read(string text, string path, Findings findings)
    {
        try
        {
            return new YamlFile(text, path, findings).ReadDocument();
        }
        catch (YamlException e)
        {
            var what = e.Message.Contains("found a tab", StringComparison.OrdinalIgnoreCase) ? "a tab; indent with spaces" : e.Message;
            findings.Error("yaml_invalid", $"This is not YAML: {what.TrimEnd('.')}.", new Place(path, null, (int)e.Start.Line, (int)e.Start.Column));
            return null;
        }
    }

    private YamlMap? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var node = ReadNode(0);
        parser.Consume<DocumentEnd>();
        switch (node)
        {
            case YamlMap map:
                return map;
            case YamlText { IsNull: true } or null:
                return null;
            default:
                findings.Error("yaml_invalid", "The file must be a mapping: lines of 'key: value'.", At(node));
                return null;
        }
    }

    private YamlNode? ReadNode(int depth)
    {
        var next = parser.Consume<ParsingEvent>();
        var (line, column) = ((int)next.Start.Line, (int)next.Start.Column);
        if (next is AnchorAlias || next is NodeEvent { Anchor.IsEmpty: false } || depth > MaxDepth)
        {
            throw new YamlException(next.Start, next.End, depth > MaxDepth ? "too many levels" : "anchors ('&', '*') are not supported; write the value out");
        }

        return next switch
        {
            Scalar scalar => Text(scalar, line, column),
            MappingStart => ReadMap(line, column, depth),
            SequenceStart => ReadList(line, column, depth),
            _ => null,
        };
    }

    private YamlMap ReadMap(int line, int column, int depth)
    {
        var entries = new List<YamlEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (key is not YamlText name)
            {
                findings.Error("yaml_invalid", "A key must be plain text.", At(key!));
                continue;
            }

            if (seen.Add(name.Value))
            {
                entries.Add(new YamlEntry(name, value!));
            }
            else
            {
                findings.Error("key_twice", $"The key '{name.Value}' stands here twice; keep one.", At(name));
            }
        }

        return new YamlMap(entries, line, column);
    }

    private YamlList ReadList(int line, int column, int depth)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1)!);
        }

        return new YamlList(items, line, column);
    }

    private YamlText Text(Scalar scalar, int line, int column)
    {
        var (textLine, textColumn) = scalar.Style switch
        {
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => (line, column + 1),
            ScalarStyle.Literal or ScalarStyle.Folded => Below(line),
            _ => (line, column),
        };
        return new YamlText(scalar.Value, scalar.Style == ScalarStyle.Plain, line, column, textLine, textColumn);
    }

    private (int Line, int Column) Below(int line)
    {
        for (var i = line; i < lines.Length; i++)
        {
            if (!string.IsNullOrWhiteSpace(lines[i]))
            {
                return (line + 1, lines[i].Length - lines[i].TrimStart().Length + 1);
            }
        }

        return (line, 1);
    }

    private Place At(YamlNode node) => new(path, null, node.Line, node.Column);
}
