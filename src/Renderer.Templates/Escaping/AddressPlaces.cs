using Renderer.Templates.Checks;
using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;

namespace Renderer.Templates.Escaping;

/// <summary>Where the outputs of an address that stands for itself stand: as in an attribute, without what an attribute needs around it.</summary>
internal static class AddressPlaces
{
    private const string Before = "<a href=\"";
    private const string Behind = "\">";

    public static IEnumerable<KeyValuePair<int, OutputPlace>> Of(IReadOnlyList<Form> forms, SourceText source, Findings findings) => FormWalk
        .Places([new LiteralForm(0, Before), .. forms, new LiteralForm(source.Text.Length, Behind)], source, findings)
        .Select(place => KeyValuePair.Create(place.Key, place.Value with { Around = place.Value.Around == Surround.Content ? Surround.Content : Surround.Raw }));
}
