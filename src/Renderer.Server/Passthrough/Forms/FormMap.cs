using Renderer.Server.Passthrough.Bodies;

namespace Renderer.Server.Passthrough.Forms;

/// <summary>Where the fields of a form lie: edits are made there, and every other byte stays.</summary>
/// <param name="Encoding">How its names and values are written.</param>
/// <param name="Fields">In the order of the body.</param>
/// <param name="End">Where another field may be put: after the last one.</param>
internal sealed record FormMap(IFormEncoding Encoding, IReadOnlyList<FormField> Fields, long End)
{
    /// <summary>The fields of a name, in their order.</summary>
    public IEnumerable<FormField> Of(string name) => Fields.Where(field => field.Name == name);

    /// <summary>A field's text.</summary>
    public string Read(Spool body, FormField field) => Encoding.Read(body.Slice(field.ValueAt, field.ValueAt + field.ValueLength).Span);

    /// <summary>The text of the last field of a name; null where there is none.</summary>
    public string? Text(Spool body, string name) => Of(name).LastOrDefault(field => field.IsPlain) is { Name: not null } field ? Read(body, field) : null;

    /// <summary>The whole field with what parts it from the next.</summary>
    public (long At, long Length) Extent(FormField field)
    {
        foreach (var other in Fields)
        {
            if (other.At > field.At)
            {
                return (field.At, other.At - field.At);
            }
        }

        return (field.At, End - field.At);
    }
}
