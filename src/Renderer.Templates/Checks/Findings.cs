using Renderer.Model;

namespace Renderer.Templates.Checks;

/// <summary>Collects what is found while a file is read and checked.</summary>
internal sealed class Findings
{
    private readonly List<Diagnostic> items = [];
    private readonly HashSet<Diagnostic> said = [];

    public IReadOnlyList<Diagnostic> Items => items;

    public bool HasErrors => items.Exists(d => d.Severity == Severity.Error);

    public void Add(Diagnostic diagnostic)
    {
        // A shared block is read for each template that uses it; what is wrong with it is said once.
        if (said.Add(diagnostic))
        {
            items.Add(diagnostic);
        }
    }

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    public void Error(string code, string message, Place at) => Add(at.Say(Severity.Error, code, message));

    public void Warning(string code, string message, Place at) => Add(at.Say(Severity.Warning, code, message));

    public void Info(string code, string message, Place at) => Add(at.Say(Severity.Info, code, message));
}
