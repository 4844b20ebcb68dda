using System.Collections;
using Renderer.Model;

namespace Renderer.Profiles.Reading.Joining;

/// <summary>The opaque names of a further connection's person, with the names at the first through whom it is asked: so that a question of the first, which
/// every render makes, bears nothing of this.</summary>
internal sealed class JoinedNames(IReadOnlyList<string> names, IReadOnlyList<Identifier> through) : IReadOnlyList<string>
{
    public IReadOnlyList<Identifier> Through => through;

    public int Count => names.Count;

    public string this[int index] => names[index];

    public IEnumerator<string> GetEnumerator() => names.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => names.GetEnumerator();
}
