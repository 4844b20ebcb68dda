using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Dictionary;

/// <summary>What some of a CRM's people show of the rules.</summary>
internal static class SampleChecks
{
    // Fewer say nothing.
    private const int Enough = 10;
    private const double OftenEmpty = 0.05;
    private const double OftenBad = 0.01;
    private const double Mostly = 0.5;

    public static void Check(Inspected one, Report report)
    {
        if (one.Sample.Count < Enough)
        {
            report.Info("sample_small", one.Name, "", $"the CRM listed {one.Sample.Count} people, too few to say how its values are; {Enough} are needed.");
            return;
        }

        // What the CRM does not have is said already.
        var tallies = one.Settings.Attributes.Where(pair => one.Find(pair.Value.Property)?.Type is not null).ToDictionary(pair => pair.Key, pair => new Tally(pair.Value), StringComparer.Ordinal);
        foreach (var person in one.Sample)
        {
            using var values = JsonDocument.Parse(person.Json);
            var bad = person.Values.Bad.ToLookup(value => value.Attribute);
            foreach (var (name, tally) in tallies)
            {
                tally.Take(values.RootElement.TryGetProperty(name, out var value) ? value : default, [.. bad[name].Select(each => each.Rule)]);
            }
        }

        foreach (var (name, tally) in tallies.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Say(one, name, tally, report);
        }
    }

    private static void Say(Inspected one, string name, Tally tally, Report report)
    {
        var all = (double)one.Sample.Count;
        if (tally.Mapping.Rules.Required && tally.Empty / all > OftenEmpty)
        {
            report.Warning("required_often_empty", one.Name, name, $"it is required, and {tally.Empty / all:P0} of {one.Sample.Count} people have none; fill it at the CRM, or take 'required' away.");
        }

        foreach (var (rule, count) in tally.Broken.Where(pair => pair.Key != AttributeRule.Required && pair.Value / all > OftenBad))
        {
            report.Warning("values_often_bad", one.Name, name, $"{count / all:P0} of {one.Sample.Count} people have a value that breaks the rule '{rule.Label()}'; mend the rule, or the CRM.");
        }

        var readers = one.ReadersOf(name).Distinct().ToList();
        if (readers.Count > 0 && tally.Empty == one.Sample.Count)
        {
            report.Warning("always_empty", one.Name, name, $"{string.Join(", ", readers)} reads it, and none of {one.Sample.Count} people has it; is '{tally.Mapping.Property}' the right property?");
        }
        else if (readers.Count > 0 && tally.Mapping is { Default: null, Rules.Required: false } && tally.Empty / all > Mostly)
        {
            report.Info("often_empty", one.Name, name, $"{string.Join(", ", readers)} reads it, and {tally.Empty / all:P0} of {one.Sample.Count} people have none; give it a 'default'.");
        }

        if (tally.Defaults / all > Mostly)
        {
            report.Info("mostly_default", one.Name, name, $"{tally.Defaults / all:P0} of {one.Sample.Count} people have its default; a template that reads it says the same to most.");
        }
    }

    private sealed class Tally(AttributeMapping mapping)
    {
        public AttributeMapping Mapping => mapping;

        public int Empty { get; private set; }

        public int Defaults { get; private set; }

        public Dictionary<AttributeRule, int> Broken { get; } = [];

        public void Take(JsonElement value, AttributeRule[] broken)
        {
            foreach (var rule in broken)
            {
                Broken[rule] = Broken.GetValueOrDefault(rule) + 1;
            }

            var isEmpty = broken.Contains(AttributeRule.Required)
                || (broken.Length == 0 && (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || value.GetRawText() is "\"\"" or "[]"));
            Empty += isEmpty ? 1 : 0;
            Defaults += mapping.Default is { } json && value.ValueKind != JsonValueKind.Undefined && value.GetRawText() == json ? 1 : 0;
        }
    }
}
