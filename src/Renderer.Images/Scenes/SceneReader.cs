using System.Xml;

namespace Renderer.Images.Scenes;

/// <summary>Reads a scene's text into elements: no document type, no entity but XML's own, nothing outside the text.</summary>
internal static class SceneReader
{
    private const string Svg = "http://www.w3.org/2000/svg";

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    // Designers' tools mark their own elements and attributes by prefixes, which fragments of a scene lose with their root.
    public static SceneReading Read(string scene, ImageLimits limits)
    {
        if (scene.Length > limits.SceneCharacters)
        {
            return new SceneReading(null, PictureFailure.SceneTooLarge, $"The scene has more than {limits.SceneCharacters} characters.");
        }

        try
        {
            using var text = new StringReader(scene);
            using var xml = XmlReader.Create(text, Strict);
            return Read(xml, new LineStarts(scene), limits);
        }
        catch (XmlException fault)
        {
            return new SceneReading(null, PictureFailure.Unreadable, "The scene is not well-formed XML, or has a document type.", fault.LineNumber, fault.LinePosition);
        }
    }

    private static SceneReading Read(XmlReader xml, LineStarts lines, ImageLimits limits)
    {
        var place = (IXmlLineInfo)xml;
        var inOrder = new List<SceneElement>();
        var named = new Dictionary<string, SceneElement>(StringComparer.Ordinal);
        var open = new Stack<SceneElement>();
        var rules = new StyleRules();
        SceneElement? root = null;
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    var element = new SceneElement(
                        xml.NamespaceURI is Svg or "" ? xml.LocalName : xml.Prefix + ":" + xml.LocalName,
                        place.LineNumber,
                        place.LinePosition,
                        lines.At(place.LineNumber, place.LinePosition) - 1);
                    var empty = xml.IsEmptyElement;
                    ReadAttributes(xml, element);
                    if (inOrder.Count >= limits.Elements || open.Count >= limits.Depth)
                    {
                        return new SceneReading(null, PictureFailure.SceneTooLarge, $"More than {limits.Elements} elements, or more than {limits.Depth} deep.", element.Line, element.Column);
                    }

                    inOrder.Add(element);
                    if (element["id"] is { } id)
                    {
                        named.TryAdd(id, element);
                    }

                    if (open.TryPeek(out var parent))
                    {
                        parent.Add(element);
                    }

                    root ??= element;
                    if (!empty)
                    {
                        open.Push(element);
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when open.TryPeek(out var holder):
                    if (holder.Name == "style")
                    {
                        if (!rules.Add(xml.Value))
                        {
                            return new SceneReading(null, PictureFailure.SceneTooLarge, StyleRules.Limit, holder.Line, holder.Column);
                        }
                    }
                    else if (holder.Name is "text" or "tspan" or "title" or "desc")
                    {
                        holder.Add(new SceneElement("", place.LineNumber, place.LinePosition, 0) { Text = xml.Value });
                    }

                    break;
            }
        }

        return root is { Name: "svg" }
            ? new SceneReading(new SceneTree(root, named, rules, inOrder))
            : new SceneReading(null, PictureFailure.Unreadable, "The scene's root is not svg.", root?.Line ?? 0, root?.Column ?? 0);
    }

    private static void ReadAttributes(XmlReader xml, SceneElement element)
    {
        while (xml.MoveToNextAttribute())
        {
            // Attributes of other vocabularies are the tools' own, but for the old spelling of a reference.
            if (xml.Prefix is "" or "xlink" or "xml" && xml.LocalName != "xmlns")
            {
                element.Attributes.Add((xml.LocalName, xml.Value));
            }
        }
    }
}
