using System.Globalization;
using System.Xml;
using Renderer.Model;
using Renderer.Templates.Checks;

namespace Renderer.Templates.Compiling;

/// <summary>Renders every scene once for each sample and for nobody, and looks whether it is XML: what is not would never be drawn.</summary>
internal static class SceneChecks
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true };

    public static void Check(Template template, Surroundings around, Findings findings)
    {
        var samples = template.Samples.Prepend(new SampleProfile("nobody", Profile.Empty, default, null)).ToList();
        foreach (var slot in template.Slots)
        {
            foreach (var variant in slot.Variants)
            {
                foreach (var (sample, isOwn) in samples.Select((sample, i) => (sample, i > 0)))
                {
                    Check(template, slot.Name, variant, sample, isOwn, around, findings);
                }
            }
        }
    }

    private static void Check(Template template, string slot, string variant, SampleProfile sample, bool isOwn, Surroundings around, Findings findings)
    {
        var scope = new RenderScope { Profile = sample.Profile, Data = sample.Data, Locale = sample.Locale, Now = around.Clock.GetUtcNow(), IsPatient = true };
        var scene = template.RenderScene(scope, [new BlockChoice(slot, variant, null, null)], slot, default);
        foreach (var fault in isOwn ? scene.Faults : [])
        {
            findings.Warning("sample_fails", $"With the sample '{sample.Name}' this fails: {fault.Message}", new Place(fault.File, fault.Part, fault.Line, fault.Column));
        }

        if (scene.Svg is { } svg && Fault(svg) is { } wrong)
        {
            findings.Error("scene_not_xml", wrong, new Place(template.SceneFile(slot, variant)));
        }
    }

    private static string? Fault(string svg)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(svg), Settings);
            var root = reader.MoveToContent() == XmlNodeType.Element ? reader.LocalName : "";
            while (reader.Read())
            {
            }

            return root == "svg" ? null : "A scene is one <svg> element; wrap what is drawn into it.";
        }
        catch (XmlException e)
        {
            return svg.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
                ? "A scene has no document type: delete <!DOCTYPE …> and write out what its entities stand for."
                : string.Create(CultureInfo.InvariantCulture, $"This is not well-formed XML once it is rendered: line {e.LineNumber}, column {e.LinePosition}. Close every element, put each attribute's value into quotes, and write & as &amp;.");
        }
    }
}
