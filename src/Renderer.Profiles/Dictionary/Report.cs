using Renderer.Model;

namespace Renderer.Profiles.Dictionary;

/// <summary>Collects what is found, each at its attribute's place in the workspace's files.</summary>
internal sealed class Report(AttributeDictionary dictionary)
{
    private readonly List<Diagnostic> findings = [];

    public IReadOnlyList<Diagnostic> Findings => findings;

    /// <summary>Says what is wrong with an attribute of a connection.</summary>
    /// <param name="severity">How bad it is.</param>
    /// <param name="code">The kind of fault.</param>
    /// <param name="connection">Whose attribute it is.</param>
    /// <param name="attribute">Our name; empty for the connection itself.</param>
    /// <param name="message">What is wrong, and what to write.</param>
    public void Say(Severity severity, string code, string connection, string attribute, string message)
    {
        var place = dictionary.Places.GetValueOrDefault((connection, attribute), dictionary.Places.GetValueOrDefault((connection, "")));
        var subject = attribute.Length == 0 ? connection : $"{connection}.{attribute}";
        findings.Add(new(severity, code, $"{subject}: {message}", File: place.File, Line: place.Line, Column: place.Column));
    }

    public void Error(string code, string connection, string attribute, string message) => Say(Severity.Error, code, connection, attribute, message);

    public void Warning(string code, string connection, string attribute, string message) => Say(Severity.Warning, code, connection, attribute, message);

    public void Info(string code, string connection, string attribute, string message) => Say(Severity.Info, code, connection, attribute, message);
}
