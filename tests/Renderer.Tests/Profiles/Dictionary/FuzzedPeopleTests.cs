using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Tests.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Dictionary;

/// <summary>People whose every value was made good or bad on purpose, read through the whole room: each bad one is its default, its rule counted, exactly.</summary>
public sealed class FuzzedPeopleTests
{
    private const int People = 10_000;
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 27, 8, 0, 0, TimeSpan.Zero));

    /// <summary>An attribute with values that are known to keep its rules, and values of which the rule is known that they break.</summary>
    private sealed record Field(string Name, AttributeMapping Mapping, Gen<(string Given, string Json)> Good, Gen<(string? Given, AttributeRule Rule)> Bad);

    /// <summary>What the CRM gives, what must be shown, and the rule that it breaks.</summary>
    private sealed record Value(string? Given, string Json, AttributeRule? Rule);

    private static readonly Gen<string> Word = Gen.Char.AlphaNumeric.Array[1, 12].Select(letters => new string(letters));

    private static readonly Field[] Fields =
    [
        new(
            "points",
            new("p_points", AttributeType.Integer) { Rules = new() { Required = true, Min = -5, Max = 1000 }, Default = "0" },
            Gen.Int[-5, 1000].Select(n => (Text(n), Text(n))),
            Gen.OneOf(
                Gen.Int[1001, int.MaxValue].Select(n => ((string?)Text(n), AttributeRule.Range)),
                Gen.Int[int.MinValue, -6].Select(n => ((string?)Text(n), AttributeRule.Range)),
                Gen.Int[0, 99].Select(n => ((string?)$"{n}.5", AttributeRule.Type)),
                Word.Select(word => ((string?)$"x{word}", AttributeRule.Type)),
                Gen.OneOf("", "   ", "none").Select(text => (text == "none" ? null : text, AttributeRule.Required)))),
        new(
            "spent",
            new("p_spent", AttributeType.Money) { Unit = "EUR", Rules = new() { Min = 0 } },
            Gen.Int[0, 10_000_000].Select(cents => ((cents / 100m).ToString(CultureInfo.InvariantCulture), (cents / 100m).ToString(CultureInfo.InvariantCulture))),
            Gen.OneOf(
                Gen.Int[1, 10_000].Select(n => ((string?)$"-{n}.01", AttributeRule.Range)),
                Gen.Int[1, 999].Select(n => ((string?)$"{n},50", AttributeRule.Type)),
                Gen.Const(((string?)"1e300", AttributeRule.Type)),
                Gen.Int[1, 999].Select(n => ((string?)$"{n} EUR", AttributeRule.Type)))),
        new(
            "tier",
            new("p_tier", AttributeType.Text) { Rules = new() { Values = new(["gold", "silver", "basic"]) }, Default = "\"basic\"" },
            Gen.OneOf("gold", "silver", "basic").Select(tier => (tier, JsonSerializer.Serialize(tier))),
            Gen.OneOf(Gen.OneOf("Gold", "gold ", "silver;gold"), Word.Select(word => word + "!")).Select(tier => ((string?)tier, AttributeRule.Values))),
        new(
            "zip",
            new("p_zip") { Rules = new() { Pattern = Pattern("[0-9]{5}") }, Default = "\"00000\"" },
            Gen.Int[0, 99_999].Select(n => (n.ToString("D5", CultureInfo.InvariantCulture), $"\"{n:D5}\"")),
            Gen.OneOf(Gen.Int[100_000, 999_999].Select(Text), Gen.Int[0, 9999].Select(Text), Word.Select(word => word + "-")).Select(zip => ((string?)zip, AttributeRule.Pattern))),
        new(
            "mail",
            new("p_mail", AttributeType.Email) { Rules = new() { Required = true } },
            Word.Select(word => ($" {word}@people.example ", $"\"{word}@people.example\"")),
            Gen.OneOf(
                Word.Select(word => ((string?)word, AttributeRule.Email)),
                Word.Select(word => ((string?)$"{word}@", AttributeRule.Email)),
                Word.Select(word => ((string?)$"{word} <{word}@people.example>", AttributeRule.Email)),
                Word.Select(word => ((string?)$"{word}@localhost", AttributeRule.Email)),
                Gen.Const(((string?)null, AttributeRule.Required)))),
        new(
            "site",
            new("p_site", AttributeType.Url),
            Word.Select(word => ($"https://{word}.example/a", $"\"https://{word}.example/a\"")),
            Gen.OneOf(Word.Select(word => $"javascript:{word}"), Word.Select(word => $"//{word}"), Word.Select(word => $"https://{word} .example")).Select(url => ((string?)url, AttributeRule.Url))),
        new(
            "birthday",
            new("p_birthday", AttributeType.Date) { Rules = new() { From = new DateBound(new DateOnly(1900, 1, 1)), To = new DateBound(null) } },
            Gen.Int[0, 46_351].Select(days => new DateOnly(1900, 1, 1).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Select(day => (day, $"\"{day}\"")),
            Gen.OneOf(
                Gen.Int[1, 10_000].Select(days => ((string?)new DateOnly(2026, 11, 27).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), AttributeRule.Window)),
                Gen.Int[1, 10_000].Select(days => ((string?)new DateOnly(1900, 1, 1).AddDays(-days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), AttributeRule.Window)),
                Gen.Int[1, 28].Select(day => ((string?)$"{day}/11/2024", AttributeRule.Type)),
                Gen.Const(((string?)"2023-02-29", AttributeRule.Type)))),
        new(
            "consent",
            new("p_consent", AttributeType.Boolean) { Default = "false" },
            Gen.Bool.Select(yes => (yes ? "True" : "false", yes ? "true" : "false")),
            Gen.OneOf(Gen.OneOf("yes", "1", "on"), Word.Select(word => word + "?")).Select(text => ((string?)text, AttributeRule.Type))),
        new(
            "interests",
            new("p_interests", AttributeType.List) { Rules = new() { Values = new(["golf", "tea"]) }, Default = "[]" },
            Gen.OneOf(("golf", "[\"golf\"]"), ("golf;tea", "[\"golf\",\"tea\"]")),
            Word.Select(word => ((string?)$"golf;{word}!", AttributeRule.Values))),
        new(
            "cart",
            new("p_cart", AttributeType.Json) { Default = "[]" },
            Gen.Int[0, 99].Select(n => ($"[ {n} ]", $"[{n}]")),
            Word.Select(word => ((string?)$"[{word}", AttributeRule.Type))),
    ];

    [Fact]
    public async Task Each_bad_value_of_ten_thousand_people_is_its_default_and_counted_under_its_rule()
    {
        // A value in three is bad.
        var columns = Fields.Select(field => Gen.Frequency(
            (2, field.Good.Select(good => new Value(good.Given, good.Json, null))),
            (1, field.Bad.Select(bad => new Value(bad.Given, field.Mapping.Default ?? "null", bad.Rule)))).Array[People].Single()).ToList();
        var people = Enumerable.Range(0, People).Select(n => columns.Select(column => column[n]).ToArray()).ToArray();
        var settings = Node.Crm with { Attributes = Fields.ToDictionary(field => field.Name, field => field.Mapping) };
        using var meter = new Counted("renderer.profiles.bad_values", settings.Name);
        await using var node = await Node.StartAsync(
            (wanted, clock) => new DescribedCrm(wanted, clock)
            {
                People = [.. people.Select(values => Fields.Zip(values).ToDictionary(pair => pair.First.Mapping.Property, pair => pair.Second.Given))],
            },
            time: Clock, settings: settings, reads: [.. Fields.Select(field => field.Name)]);

        var reads = new ReadSet(Fields.Select(field => field.Name));
        var readings = await node.Reader.ReadManyAsync(
            node.Workspace, [.. Enumerable.Range(0, People).Select(n => Identifier.Id(Text(n)))], reads, node.Within(60_000), default);

        var expected = new Dictionary<(string, AttributeRule), long>();
        for (var i = 0; i < People; i++)
        {
            Assert.Equal(ProfileState.Fresh, readings[i].State);
            using var shown = JsonDocument.Parse(readings[i].Profile.Json);
            foreach (var (field, (given, json, rule)) in Fields.Zip(people[i]))
            {
                Assert.Equal((field.Name, given, json), (field.Name, given, shown.RootElement.GetProperty(field.Name).GetRawText()));
                Assert.Equal(rule is null ? [] : [rule.Value], readings[i].Bad.Where(bad => bad.Attribute == field.Name).Select(bad => bad.Rule));
                if (rule is { } broken)
                {
                    expected[(field.Name, broken)] = expected.GetValueOrDefault((field.Name, broken)) + 1;
                }
            }
        }

        Assert.True(expected.Values.Sum() > People && expected.Keys.Select(key => key.Item2).Distinct().Count() == Enum.GetValues<AttributeRule>().Length);
        Assert.Equal(expected.OrderBy(pair => pair.Key), node.Get<BadValueCounts>().Of(node.Workspace, "crm").OrderBy(pair => pair.Key));
        Assert.Equal(expected.OrderBy(pair => pair.Key), meter.Counts.OrderBy(pair => pair.Key));
    }

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static ValuePattern Pattern(string text) => ValuePattern.TryParse(text, out var pattern, out var fault) ? pattern! : throw new FormatException(fault);

    private sealed class Counted : IDisposable
    {
        private readonly MeterListener listener = new();

        public Counted(string instrument, string connection)
        {
            listener.InstrumentPublished = (found, on) =>
            {
                if (found.Name == instrument)
                {
                    on.EnableMeasurementEvents(found);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
            {
                var named = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
                if (named["connection"] == connection && Fields.Any(field => field.Name == named["attribute"]))
                {
                    lock (Counts)
                    {
                        var key = (named["attribute"], Enum.Parse<AttributeRule>(named["rule"], ignoreCase: true));
                        Counts[key] = Counts.GetValueOrDefault(key) + count;
                    }
                }
            });
            listener.Start();
        }

        public Dictionary<(string, AttributeRule), long> Counts { get; } = [];

        public void Dispose() => listener.Dispose();
    }
}
