namespace Renderer.Server.Assets;

/// <summary>How asking an origin for a file ended: a closed set, the metric's label.</summary>
internal enum AssetResult
{
    Served,
    Missing,
    Moved,
    Refused,
    WrongType,
    TooLarge,
    Late,
    Unreachable,
    Cut,
    Left,
}

/// <summary>The one spelling of <see cref="AssetResult"/>.</summary>
internal static class AssetResults
{
    public static string Label(this AssetResult result) => result switch
    {
        AssetResult.Served => "served",
        AssetResult.Missing => "missing",
        AssetResult.Moved => "moved",
        AssetResult.Refused => "refused",
        AssetResult.WrongType => "wrong_type",
        AssetResult.TooLarge => "too_large",
        AssetResult.Late => "late",
        AssetResult.Unreachable => "unreachable",
        AssetResult.Cut => "cut",
        _ => "left",
    };
}
