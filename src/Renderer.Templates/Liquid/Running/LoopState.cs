namespace Renderer.Templates.Liquid.Running;

/// <summary>What <c>forloop</c> tells.</summary>
internal sealed class LoopState(string name, int length, LoopState? parent) : ITells
{
    public int Index { get; set; }

    public object? Tell(string member) => member switch
    {
        "index" => (long)Index + 1,
        "index0" => (long)Index,
        "rindex" => (long)length - Index,
        "rindex0" => (long)length - Index - 1,
        "first" => Index == 0,
        "last" => Index == length - 1,
        "length" => (long)length,
        "name" => name,
        "parentloop" => parent,
        _ => null,
    };
}

/// <summary>What <c>tablerowloop</c> tells.</summary>
internal sealed class RowState(int length, int columns) : ITells
{
    public int Index { get; set; }

    public int Column => (Index % columns) + 1;

    public int Row => (Index / columns) + 1;

    public bool IsLastColumn => Column == columns;

    public bool IsLast => Index == length - 1;

    public object? Tell(string member) => member switch
    {
        "index" => (long)Index + 1,
        "index0" => (long)Index,
        "rindex" => (long)length - Index,
        "rindex0" => (long)length - Index - 1,
        "first" => Index == 0,
        "last" => IsLast,
        "length" => (long)length,
        "col" => (long)Column,
        "col0" => (long)Column - 1,
        "col_first" => Column == 1,
        "col_last" => IsLastColumn,
        "row" => (long)Row,
        _ => null,
    };
}

/// <summary>What has members that are not data.</summary>
internal interface ITells
{
    object? Tell(string member);
}
