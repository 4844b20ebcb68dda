using Renderer.Model;

namespace Renderer.Profiles.Reading.Joining;

/// <summary>Tells the names of a further connection's people apart from the first's: two CRMs may number people alike.</summary>
internal sealed class Realm(string connection)
{
    // No recipient may have it in a name, nor has it a connection.
    private const char Edge = '\u001f';

    private readonly string prefix = $"{Edge}{connection}{Edge}";

    /// <summary>A name of that CRM, as it is known here.</summary>
    public Identifier Here(Identifier atCrm) =>
        atCrm.Kind == Identifier.IdKind ? Identifier.Id(prefix + atCrm.Value) : new(prefix + atCrm.Kind, atCrm.Value);

    /// <summary>A name as it is known here, as that CRM knows it.</summary>
    public Identifier AtCrm(Identifier here) => here.Kind == Identifier.IdKind
        ? Identifier.Id(here.Value[prefix.Length..])
        : new(here.Kind[prefix.Length..], here.Value);
}
