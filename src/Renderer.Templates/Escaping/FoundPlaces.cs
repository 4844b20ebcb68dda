namespace Renderer.Templates.Escaping;

/// <summary>The places that a walk has found, by where the outputs begin.</summary>
internal sealed class FoundPlaces
{
    public Dictionary<int, OutputPlace> All { get; } = [];

    /// <summary>An output was met; again, in a loop: what holds for both.</summary>
    public void Add(int at, OutputPlace place) => All[at] = All.TryGetValue(at, out var before) && before != place ? Stricter(before, place) : place;

    /// <summary>A statement was met that writes only on its way, as by calling a function of the template.</summary>
    public void Note(int at, OutputPlace? place) => All.TryAdd(at, place ?? new OutputPlace(PlaceKind.Comment));

    /// <summary>Changes what is known of outputs by what follows them.</summary>
    public void Change(IEnumerable<int> outputs, Func<OutputPlace, OutputPlace> change)
    {
        foreach (var at in outputs)
        {
            All[at] = change(All[at]);
        }
    }

    private static OutputPlace Stricter(OutputPlace a, OutputPlace b) => b with
    {
        Kind = a.Kind == b.Kind || a.Kind is PlaceKind.UrlBefore or PlaceKind.CssName ? a.Kind : a.IsUrl && b.IsUrl ? PlaceKind.UrlQuery : b.Kind,
        IsGuarded = a.IsGuarded || b.IsGuarded,
        IsAlone = a.IsAlone || b.IsAlone,
    };
}
