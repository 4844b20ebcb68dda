namespace Renderer.Templates.Plans;

/// <summary>What names mean at a place of a script: the loops around it, what an inserted block was given, and the variables.</summary>
/// <param name="slots">Gives a slot to each variable of the script, whichever scope it is in.</param>
internal sealed class PlanScope(PlanScope.Slots slots)
{
    private readonly Dictionary<string, int> locals = new(StringComparer.Ordinal);
    private readonly List<Layer> layers = [];

    /// <summary>Statements that leave a loop have one here.</summary>
    public bool IsInLoop => layers.Exists(l => l.IsLoop);

    /// <summary>What is rendered here sees nothing of what is around.</summary>
    public bool IsApart { get; init; }

    /// <summary>A scope of its own within the same script.</summary>
    public PlanScope Apart() => new(slots) { IsApart = true };

    /// <summary>A variable of this name is assigned somewhere.</summary>
    public int Declare(string name)
    {
        if (!locals.TryGetValue(name, out var local))
        {
            locals[name] = local = slots.Take();
        }

        return local;
    }

    /// <summary>A variable without a name.</summary>
    public int Take() => slots.Take();

    /// <summary>How many variables the script has so far, in all scopes.</summary>
    public int Count => slots.Count;

    public int? Local(string name) => locals.TryGetValue(name, out var local) ? local : null;

    public void Enter(Layer layer) => layers.Add(layer);

    public void Leave() => layers.RemoveAt(layers.Count - 1);

    /// <summary>What stands around under a name, the innermost first: a loop's item, or what a block was given.</summary>
    public (int? Up, int Local, Shape? Shape)? Find(string name)
    {
        for (var i = layers.Count - 1; i >= 0; i--)
        {
            var layer = layers[i];
            if (layer.Variable == name)
            {
                return (Up(i), -1, layer.Items);
            }

            if (layer.Itself == name)
            {
                return null;
            }

            if (layer.Given.TryGetValue(name, out var given))
            {
                return (null, given.Local, given.Shape);
            }
        }

        return null;
    }

    /// <summary>The loop that tells of its turn under a name; null where it is something else's, or nothing's.</summary>
    public int? Loop(string name)
    {
        var at = layers.FindLastIndex(l => l.Variable == name || l.Itself == name || l.Given.ContainsKey(name));
        return at >= 0 && layers[at].Variable != name && layers[at].Itself == name ? at : null;
    }

    /// <summary>The loop around a loop that tells of itself under the same name.</summary>
    public int? Around(int loop)
    {
        // What repeats a block is nobody's parent, and has none.
        var at = layers[loop].Variable is null ? -1 : layers.FindLastIndex(loop, loop + 1, l => l != layers[loop] && l.IsLoop && l.Variable is not null && l.Itself == layers[loop].Itself);
        return at >= 0 ? at : null;
    }

    /// <summary>A loop's names.</summary>
    public Layer Names(int loop) => layers[loop];

    /// <summary>How many loops stand between here and a loop.</summary>
    public int Up(int loop) => layers.Skip(loop + 1).Count(l => l.IsCounted);

    /// <summary>Something around a place.</summary>
    internal sealed class Layer
    {
        /// <summary>What holds a loop's item.</summary>
        public string? Variable { get; init; }

        /// <summary>What of the items has slots.</summary>
        public Shape? Items { get; init; }

        /// <summary>The name under which a loop tells of its turn.</summary>
        public string? Itself { get; init; }

        public string Label { get; init; } = "";

        /// <summary>It has turns, and knows which it is in.</summary>
        public bool IsCounted { get; init; }

        /// <summary>It can be left.</summary>
        public bool IsLoop { get; init; }

        /// <summary>What a block is given.</summary>
        public IReadOnlyDictionary<string, (int Local, Shape? Shape)> Given { get; init; } = new Dictionary<string, (int, Shape?)>();
    }

    /// <summary>Counts a script's variables.</summary>
    internal sealed class Slots
    {
        public int Count { get; private set; }

        public int Take() => Count++;
    }
}
