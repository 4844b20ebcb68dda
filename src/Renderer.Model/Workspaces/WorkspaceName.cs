namespace Renderer.Model;

/// <summary>Names a workspace: the owner of keys, connections, templates and people. 1 to 64 of a-z, 0-9, '-' and '_'.</summary>
public readonly record struct WorkspaceName
{
    private readonly string? value;

    private WorkspaceName(string value) => this.value = value;

    /// <summary>The workspace that needs no configuration.</summary>
    public static readonly WorkspaceName Default = new("default");

    /// <summary>The node's own, by which it measures itself: no file, key or route can name it.</summary>
    public static readonly WorkspaceName Probe = new("~probe");

    /// <summary>Reads a name; false when it is not one.</summary>
    public static bool TryParse(string? text, out WorkspaceName name)
    {
        var good = text is { Length: >= 1 and <= 64 }
            && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_');
        name = good ? new WorkspaceName(text!) : default;
        return good;
    }

    /// <inheritdoc/>
    public override string ToString() => value ?? "default";
}
