using System.Collections.Frozen;
using Renderer.Templates.Checks;
using Renderer.Templates.Compiling;
using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;

namespace Renderer.Templates.Escaping;

/// <summary>The escaper of each output of one script, by where it stands in the source.</summary>
internal sealed class EscaperMap
{
    private readonly FrozenDictionary<int, Escaper> known;
    private readonly Escaper? other;

    private EscaperMap(FrozenDictionary<int, Escaper> known, Escaper? other) => (this.known, this.other) = (known, other);

    /// <summary>Knows no output: a rule's.</summary>
    public static EscaperMap None { get; } = new(FrozenDictionary<int, Escaper>.Empty, null);

    /// <summary>Finds the places of a part's or block's outputs; where no value is safe, that is a finding.</summary>
    public static EscaperMap Of(ScriptUse use, IReadOnlyList<Form> forms, SourceText source, MailDefinition definition, Findings findings)
    {
        var esp = Esp.Find(definition.Esp);
        if (use == ScriptUse.Address)
        {
            return new(AddressPlaces.Of(forms, source, findings).ToFrozenDictionary(p => p.Key, p => Escapers.For(p.Value, esp: null)), null);
        }

        if (use is not (ScriptUse.Html or ScriptUse.Scene or ScriptUse.Json))
        {
            var kind = use == ScriptUse.Header ? PlaceKind.Header : PlaceKind.Text;
            return new(FrozenDictionary<int, Escaper>.Empty, Escapers.For(new OutputPlace(kind), esp));
        }

        var places = use == ScriptUse.Json ? FormWalk.PlacesOfJson(forms, source, findings) : FormWalk.Places(forms, source, findings, use == ScriptUse.Scene);
        if (use is ScriptUse.Scene or ScriptUse.Json)
        {
            // Nobody processes a picture or data after us.
            return new(places.ToFrozenDictionary(p => p.Key, p => Escapers.For(p.Value, esp: null)), null);
        }

        if (definition.RichText.Count > 0)
        {
            RichOutputs.Mark(forms, definition.RichText, places);
        }

        return new(places.ToFrozenDictionary(p => p.Key, p => Escapers.For(p.Value with { IsInMustache = source.IsInMustache(p.Key) }, esp)), null);
    }

    /// <summary>The escaper of an output, or of a statement that writes on its way; null where none is known, so that nothing may be written.</summary>
    /// <param name="at">Where it begins, an offset in the source.</param>
    public Escaper? At(int at) => known.GetValueOrDefault(at) ?? other;
}
