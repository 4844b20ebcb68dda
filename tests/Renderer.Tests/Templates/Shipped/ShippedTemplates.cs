using Renderer.Model;
using Renderer.Templates;
using Xunit;

namespace Renderer.Tests.Templates.Shipped;

/// <summary>The folder <c>templates/</c> as it is shipped, and its mails at one fixed moment.</summary>
internal static class ShippedTemplates
{
    private static readonly Lazy<TemplateWorkspace> Loaded = new(() => TemplateFolder.Load(WorkspaceName.Default, Folder, Variable));

    /// <summary>When every mail here is rendered.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Folder => Path.Combine(Root, "templates");

    public static TemplateWorkspace Workspace => Loaded.Value;

    /// <summary>Every sample of every template: their names.</summary>
    public static TheoryData<string, string> Samples()
    {
        var all = new TheoryData<string, string>();
        foreach (var template in Workspace.Templates.Values.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            foreach (var sample in template.Samples)
            {
                all.Add(template.Name, sample.Name);
            }
        }

        return all;
    }

    public static SampleProfile Sample(string template, string sample) =>
        Workspace.Templates[template].Samples.Single(s => s.Name == sample);

    public static (IReadOnlyList<BlockChoice> Choices, RenderedMail Mail) Render(string template, string sample) =>
        Render(template, Sample(template, sample));

    public static (IReadOnlyList<BlockChoice> Choices, RenderedMail Mail) Render(string template, SampleProfile person)
    {
        var scope = new RenderScope { Profile = person.Profile, Data = person.Data, Locale = person.Locale, Now = Now };
        var compiled = Workspace.Templates[template];
        var choices = compiled.Decide(scope, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
        return (choices, Workbench.Plain(compiled.Render(scope, choices, Enum.GetValues<Part>(), TestContext.Current.CancellationToken)));
    }

    // The secrets that the server supplies in Development.
    private static string? Variable(string name) => name.StartsWith("SANDBOX_", StringComparison.Ordinal) && name.EndsWith("SECRET", StringComparison.Ordinal) ? "test" : null;

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Renderer.sln"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No Renderer.sln above the tests."));
}
