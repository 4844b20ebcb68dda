using System.Collections.Frozen;

namespace Renderer.Templates.Liquid.Filters;

/// <summary>All filters by name.</summary>
internal static class FilterSet
{
    private static readonly FrozenDictionary<string, Filter> All = new[]
    {
        TextFilters.All, ReplaceFilters.All, HtmlFilters.All, CodingFilters.All, NumberFilters.All, ListFilters.All, PickFilters.All, DateFilter.All, MailFilters.All,
    }.SelectMany(f => f).ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys;

    public static Filter? Find(string name) => All.GetValueOrDefault(name);
}
