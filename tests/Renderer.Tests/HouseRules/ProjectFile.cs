using System.Xml.Linq;

namespace Renderer.Tests.HouseRules;

/// <summary>What a project file says of references.</summary>
internal sealed class ProjectFile(XElement project)
{
    public IReadOnlyList<(string Name, bool BuildOnly)> Projects { get; } = project.Descendants("ProjectReference")
        .Select(reference => (
            Path.GetFileNameWithoutExtension(Include(reference).Replace('\\', '/')),
            (string?)reference.Attribute("ReferenceOutputAssembly") == "false"))
        .ToArray();

    public IReadOnlyList<(string Name, IReadOnlySet<string> Private)> Packages { get; } = project.Descendants("PackageReference")
        .Select(reference => (
            Include(reference),
            (IReadOnlySet<string>)((string?)reference.Attribute("PrivateAssets") ?? "")
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet()))
        .ToArray();

    public IReadOnlyList<string> Frameworks { get; } = project.Descendants("FrameworkReference").Select(Include).ToArray();

    public string? this[string property] => project.Descendants(property).LastOrDefault()?.Value;

    public static ProjectFile OfRoom(string room) => new(XElement.Parse(Tree.Read($"src/{room}/{room}.csproj")));

    private static string Include(XElement reference) => (string?)reference.Attribute("Include") ?? "";
}
