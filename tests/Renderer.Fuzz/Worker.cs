using System.Diagnostics;
using Renderer.Model;
using Renderer.Templates;

namespace Renderer.Fuzz;

/// <summary>Tries inputs one after another, in the process whose engine is instrumented, and keeps those that took a new edge.</summary>
internal static class Worker
{
    public static int Run(string shared, Options options)
    {
        using var board = new Board(shared);
        var coverage = new Coverage();
        var chance = new Random(options.Seed);
        var corpus = new Corpus(chance);
        var mutator = new Mutator(chance);
        var findings = new Findings(options.Keep);
        var workspace = Empty();
        var clock = Stopwatch.StartNew();
        foreach (var seed in Corpus.Seeds().TakeWhile(_ => clock.Elapsed.TotalSeconds < options.Seconds))
        {
            Try(seed);
        }

        while (clock.Elapsed.TotalSeconds < options.Seconds)
        {
            var known = corpus.Next();
            var door = chance.Next(8) == 0 ? chance.Next(Doors.All.Count) : known.Door;
            Try(new Input(door, mutator.Change(known.Source, corpus.Next().Source)));
        }

        return 0;

        void Try(Input input)
        {
            board.Begin(input);
            coverage.Begin();
            var fault = Judge.Fault(workspace, input);
            if (coverage.IsNew() || corpus.Count == 0)
            {
                corpus.Add(input);
                board.Edges = coverage.Edges;
            }

            if (fault is not null)
            {
                findings.Suspect(input, fault);
            }
        }
    }

    /// <summary>A workspace that has nothing of its own.</summary>
    public static TemplateWorkspace Empty()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-fuzz-");
        try
        {
            return TemplateFolder.Load(WorkspaceName.Default, folder.FullName, _ => null);
        }
        finally
        {
            folder.Delete();
        }
    }
}
