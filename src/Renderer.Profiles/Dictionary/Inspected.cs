using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Dictionary;

/// <summary>One connection while its part of the dictionary is held against its CRM.</summary>
/// <param name="Settings">What the workspace says.</param>
/// <param name="Description">What the CRM says; empty where it could not be asked.</param>
/// <param name="Sample">Some of its people.</param>
/// <param name="Readers">What templates read.</param>
internal sealed record Inspected(
    ConnectionSettings Settings, IReadOnlyList<CrmAttribute> Description, IReadOnlyList<CrmPerson> Sample, IReadOnlyList<TemplateReads> Readers)
{
    private readonly Dictionary<string, CrmAttribute> described = Description.GroupBy(each => each.Name).ToDictionary(same => same.Key, same => same.First());

    public string Name => Settings.Name;

    /// <summary>A property as its CRM describes it; null when there is none.</summary>
    public CrmAttribute? Find(string property) => described.GetValueOrDefault(property);

    /// <summary>The templates that read an attribute by its name.</summary>
    public IEnumerable<string> ReadersOf(string attribute) => Readers.Where(reader => reader.Reads.Names.Contains(attribute)).Select(reader => reader.Template);
}
