namespace Renderer.Images.Scenes;

/// <summary>An element of a scene, or a stretch of its text.</summary>
/// <param name="name">The local name; empty for text.</param>
/// <param name="line">1-based.</param>
/// <param name="column">1-based.</param>
/// <param name="start">The index of its first character in the scene.</param>
internal sealed class SceneElement(string name, int line, int column, int start)
{
    private static readonly List<SceneElement> NoChildren = [];

    private List<SceneElement>? children;

    public string Name => name;

    public int Line => line;

    public int Column => column;

    public int Start => start;

    /// <summary>Where text is: what it says.</summary>
    public string Text { get; init; } = "";

    public SceneElement? Parent { get; private set; }

    public List<(string Name, string Value)> Attributes { get; } = [];

    public IReadOnlyList<SceneElement> Children => children ?? NoChildren;

    public string? this[string attribute]
    {
        get
        {
            foreach (var (key, value) in Attributes)
            {
                if (key == attribute)
                {
                    return value;
                }
            }

            return null;
        }
    }

    public void Add(SceneElement child)
    {
        child.Parent = this;
        (children ??= []).Add(child);
    }
}
