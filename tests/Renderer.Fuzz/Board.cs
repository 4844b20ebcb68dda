using System.IO.MemoryMappedFiles;

namespace Renderer.Fuzz;

/// <summary>What the worker is at, in a file that outlives it: the overseer reads there what a dead or hanging worker was trying.</summary>
internal sealed class Board : IDisposable
{
    // Runs, edges, length, door, then the source.
    private const int Head = 24;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    public Board(string path)
    {
        file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Head + Input.MostBytes);
        view = file.CreateViewAccessor();
    }

    /// <summary>How many inputs were tried so far.</summary>
    public long Runs => view.ReadInt64(0);

    /// <summary>How many edges were taken so far.</summary>
    public int Edges
    {
        get => view.ReadInt32(8);
        set => view.Write(8, value);
    }

    /// <summary>What is being tried.</summary>
    public Input Current
    {
        get
        {
            var source = new byte[view.ReadInt32(12)];
            view.ReadArray(Head, source, 0, source.Length);
            return new Input(view.ReadInt32(16), source);
        }
    }

    public void Begin(Input input)
    {
        view.Write(12, input.Source.Length);
        view.Write(16, input.Door);
        view.WriteArray(Head, input.Source, 0, input.Source.Length);
        view.Write(0, Runs + 1);
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
