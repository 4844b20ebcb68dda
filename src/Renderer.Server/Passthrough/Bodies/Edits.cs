namespace Renderer.Server.Passthrough.Bodies;

/// <summary>Changes to a body, said in any order and made from left to right.</summary>
/// <param name="source">What came.</param>
internal sealed class Edits(Spool source)
{
    private readonly List<(long At, Action<Splice> Edit)> edits = [];

    /// <summary>A change that begins at a place; it may not reach over the next one's.</summary>
    public void At(long place, Action<Splice> edit) => edits.Add((place, edit));

    /// <summary>Bytes put in at a place.</summary>
    public void Insert(long place, ReadOnlyMemory<byte> bytes) => At(place, splice => splice.CopyTo(place).Write(bytes));

    /// <summary>The body with all of them.</summary>
    public Spliced Apply()
    {
        var splice = new Splice(source);
        foreach (var (_, edit) in edits.OrderBy(edit => edit.At))
        {
            edit(splice);
        }

        return splice.End();
    }

    /// <summary>The changes of a part of the body, made where a splice stands: from one place to another.</summary>
    public void Apply(Splice splice, long from, long to)
    {
        splice.MoveTo(from);
        foreach (var (_, edit) in edits.OrderBy(edit => edit.At))
        {
            edit(splice);
        }

        splice.CopyTo(to);
    }
}
