namespace Renderer.Templates.Liquid.Running;

/// <summary>The variables of one script, and of what it includes. What is assigned outlives the loops that assign it.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, object?> assigned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> counters = new(StringComparer.Ordinal);
    private readonly Stack<Layer> layers = new();

    public Scope()
    {
    }

    /// <summary>Begins with what a <c>render</c> is given, which it may assign anew.</summary>
    public Scope(IEnumerable<KeyValuePair<string, object?>> given)
    {
        IsApart = true;
        foreach (var (name, value) in given)
        {
            assigned[name] = value;
        }
    }

    /// <summary>What is rendered stands apart; nothing can be included there.</summary>
    public bool IsApart { get; }

    /// <summary>The innermost loop of the script itself; that of a <c>render</c> is nobody's parent.</summary>
    public LoopState? Loop => layers.Where(l => l.IsLoop).Select(l => l.Loop).OfType<LoopState>().FirstOrDefault();

    /// <summary>Where each cycle stands.</summary>
    public Dictionary<string, int> Cycles { get; } = new(StringComparer.Ordinal);

    /// <summary>Where <c>offset: continue</c> goes on.</summary>
    public Dictionary<string, int> Continues { get; } = new(StringComparer.Ordinal);

    public string? LastChanged { get; set; }

    public void Assign(string name, object? value) => assigned[name] = value;

    /// <summary>Begins a loop, or what is included with values of its own.</summary>
    public void Enter(string variable, LoopState loop) => layers.Push(new Layer(variable, loop, "forloop", []));

    public void EnterRow(string variable, RowState loop) => layers.Push(new Layer(variable, loop, "tablerowloop", []));

    public void Enter(IReadOnlyList<KeyValuePair<string, object?>> values, LoopState? loop) => layers.Push(new Layer(null, loop, "forloop", values));

    public void Leave() => layers.Pop();

    public void SetItem(object? item) => layers.Peek().Item = item;

    public bool TryFind(string name, out object? value)
    {
        foreach (var layer in layers)
        {
            if (layer.TryFind(name, out value))
            {
                return true;
            }
        }

        if (assigned.TryGetValue(name, out value))
        {
            return true;
        }

        var counts = counters.TryGetValue(name, out var count);
        value = counts ? count : null;
        return counts;
    }

    /// <summary>Moves a counter: up it tells what it was, down what it is.</summary>
    public long Count(string name, bool up)
    {
        var was = counters.GetValueOrDefault(name);
        counters[name] = up ? was + 1 : was - 1;
        return up ? was : was - 1;
    }

    private sealed class Layer(string? variable, ITells? loop, string loopName, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        public ITells? Loop => loop;

        public bool IsLoop => variable is not null;

        public object? Item { get; set; }

        public bool TryFind(string name, out object? value)
        {
            if (name == variable || (loop is not null && name == loopName))
            {
                value = name == variable ? Item : loop;
                return true;
            }

            for (var i = values.Count - 1; i >= 0; i--)
            {
                if (values[i].Key == name)
                {
                    value = values[i].Value;
                    return true;
                }
            }

            value = null;
            return false;
        }
    }
}
