using System.Globalization;
using System.Text.Json;

namespace Renderer.Fuzz;

/// <summary>How to fuzz.</summary>
internal sealed record Options
{
    /// <summary>How long; default 600.</summary>
    public double Seconds { get; init; } = 600;

    /// <summary>Where chance begins: the same seed on the same sources begins alike.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Where inputs that were found are put.</summary>
    public string Keep { get; init; } = Path.Combine(Path.GetTempPath(), "renderer-fuzz");

    /// <summary>Reads what stands behind the seconds; null where it cannot be read.</summary>
    public static Options? Read(int seconds, string[] rest) => rest switch
    {
        [] => new Options { Seconds = seconds },
        ["--seed", var seed, .. var more] when int.TryParse(seed, CultureInfo.InvariantCulture, out var number) && Read(seconds, more) is { } options => options with { Seed = number },
        ["--keep", var folder, .. var more] when Read(seconds, more) is { } options => options with { Keep = Path.GetFullPath(folder) },
        _ => null,
    };

    public static Options Parse(string json) => JsonSerializer.Deserialize<Options>(json)!;

    public override string ToString() => JsonSerializer.Serialize(this);
}
