using Renderer.Model;
using Renderer.Profiles.Reading.Joining;

namespace Renderer.Profiles.Reading;

/// <summary>Who is asked for, and what of them.</summary>
/// <param name="Asked">The identifier as given.</param>
/// <param name="Names">Its opaque names, newest key first; the first is the cache's key.</param>
/// <param name="Reads">The attributes that the template reads.</param>
/// <param name="NamedBy">The attributes whose value the identifier is; none for the CRM's own id, which never moves.</param>
internal sealed record Question(Identifier Asked, IReadOnlyList<string> Names, ReadSet Reads, ReadSet NamedBy)
{
    public string Key => Names[0];

    /// <summary>Of a further connection's person: the names at the first connection through whom it is asked, the id first. What happens to these happens to
    /// it too, and what was fetched through somebody else is no answer. Null for the first connection.</summary>
    public IReadOnlyList<Identifier>? Also => (Names as JoinedNames)?.Through;

    /// <summary>The same, asked through a person of the first connection.</summary>
    public Question AskedThrough(IReadOnlyList<Identifier> person) => this with { Names = new JoinedNames(Names, person) };
}
