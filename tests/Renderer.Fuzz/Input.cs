using System.Text;

namespace Renderer.Fuzz;

/// <summary>What is tried: which door of the engine, and the source that is put into it.</summary>
/// <param name="Door">An index into <see cref="Doors.All"/>.</param>
/// <param name="Source">The source.</param>
internal readonly record struct Input(int Door, byte[] Source)
{
    /// <summary>The most bytes of a source that is tried: a large mail.</summary>
    public const int MostBytes = 32 << 10;

    /// <summary>As a file: a line that names the door, then the source.</summary>
    public byte[] ToFile() => [.. Encoding.UTF8.GetBytes(Doors.All[Door].Name + "\n"), .. Source];

    public static Input OfFile(byte[] file)
    {
        var end = Array.IndexOf(file, (byte)'\n');
        var name = Encoding.UTF8.GetString(file.AsSpan(0, Math.Max(end, 0)));
        var door = Array.FindIndex([.. Doors.All], d => d.Name == name);
        return door >= 0 && file.Length - end - 1 <= MostBytes ? new Input(door, file[(end + 1)..]) : throw new InvalidDataException($"'{name}' is no door, or its source is too long.");
    }
}
