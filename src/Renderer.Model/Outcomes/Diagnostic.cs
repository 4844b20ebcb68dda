namespace Renderer.Model;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Works, but probably not as meant.</summary>
    Warning,

    /// <summary>Cannot be served.</summary>
    Error,
}

/// <summary>A finding about a template, a workspace or a setting, at its place, with what to do.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Code">A stable snake_case name of the kind of finding.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Part">The part it stands in (html, amp, text, subject, preheader), a block's name, or null.</param>
/// <param name="File">The file, relative to the workspace's folder; null for what has none.</param>
/// <param name="Line">1-based; 0 where there is none.</param>
/// <param name="Column">1-based; 0 where there is none.</param>
public sealed record Diagnostic(
    Severity Severity, string Code, string Message, string? Part = null, string? File = null, int Line = 0, int Column = 0)
{
    /// <summary>The way compilers print it, so that editors make it a link.</summary>
    public override string ToString() =>
        $"{File ?? Part ?? "-"}({Line},{Column}): {Severity.ToString().ToLowerInvariant()} {Code}: {Message}";
}
