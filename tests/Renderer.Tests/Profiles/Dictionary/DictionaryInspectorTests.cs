using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Dictionary;
using Renderer.Templates;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Profiles.Dictionary;

/// <summary>A workspace whose dictionary and CRMs are wrong in every way that the check knows: each fault is found at its line, and no other.</summary>
public sealed class DictionaryInspectorTests
{
    private const string Workspace = """
        connections:
          crm:
            type: hubspot
            attributes:
              first_name: firstname
            lookups: {number: customer_no}
          shop: {type: hubspot, lookups: {customer: customer_no}}
          dead: {type: hubspot}
          ghost: {type: hubspot}
          quiet: {type: hubspot}
        """;

    private const string Attributes = """
        attributes:
          crm:
            first_name: firstname
            gone: does_not_exist_at_all
            last_name: last_name
            mail: Email
            photo: photo
            birthday: {type: number}
            visits: {type: integer}
            seen: {type: text}
            height: {type: number}
            score: score
            tier: {property: loyalty, values: [gold, Silver, bronze]}
            color: color
            pattern: {pattern: "(?=x)x"}
            bad-name: x
            least: {type: number, min: 5, max: 1}
            window: {type: date, from: today, to: today-1d}
            unfit: {type: text, min: 1}
            twice: {values: [a, x, a]}
            odd: {type: integer, values: [1, x]}
            fallback: {type: integer, default: many}
            price: {type: money}
            contact: {type: email, sensitivity: public}
            opened: {templates: [mail]}
            diet: {sensitivity: special, templates: [gift]}
            copy: {property: firstname}
            stay: {fresh_for: 30d}
            need: {required: true}
            small: {type: integer, max: 10}
            never: never
            rarely: rarely
            same: {default: x}
            weight: {type: number, unit: kg}
            kind: {type: number}
            level: {sensitivity: public}
            known: {tipe: text}
            typed: {type: words}
            unread: unread
          shop:
            weight: {type: number, unit: lb}
            kind: {type: text}
            level: {sensitivity: personal}
          shopp:
            a: b
        merge:
          weight: [shop, dead]
        join:
          crm: {email: email}
          shop: {customer: nothing}
        """;

    // The kind of fault, and what stands at the beginning of the line where it is found.
    private const string Expected = """
        attribute_special peek/body.html
        attribute_twice first_name
        attribute_unused diet
        attribute_unused unread
        always_empty never
        connection_unknown shopp
        connection_unusable ghost
        default_invalid fallback
        description_unavailable dead
        fresh_beyond_stale stay
        join_first crm
        join_missing shop
        join_unknown shop
        lookup_missing crm
        merge_unknown weight
        merge_unsaid kind
        merge_unsaid level
        mostly_default same
        name_hides tier
        name_invalid bad-name
        often_empty rarely
        owner_missing diet
        pattern_invalid pattern
        property_case mail
        property_missing gone
        property_renamed last_name
        property_twice first_name
        range_empty least
        read_unknown crm
        read_unmapped crm
        required_often_empty need
        rule_unfit unfit
        sample_small shop
        sample_unavailable quiet
        sensitivity_conflict level
        sensitivity_public contact
        template_unknown diet
        templates_unneeded opened
        type_conflict kind
        type_differs birthday
        type_fraction visits
        type_loose height
        type_raw seen
        type_unreadable photo
        type_unsaid score
        unit_conflict weight
        unit_missing price
        unknown_key known
        value_invalid typed
        values_case tier
        values_extra tier
        values_missing tier
        values_often_bad least
        values_often_bad small
        values_often_bad window
        values_twice twice
        values_unfit odd
        values_unsaid color
        window_empty window
        """;

    [Fact]
    public async Task Each_fault_of_a_bad_CRM_is_found_at_its_line_and_nothing_else_is()
    {
        using var bench = Bench();
        var files = bench.Load();
        var found = await InspectAsync(bench, files);
        var said = files.Diagnostics.Concat(found).Where(finding => finding.Code != "block_unused").ToList();
        var (expected, actual) = (Expected.Split('\n'), said.Select(finding => $"{finding.Code} {Where(bench, finding)}").Distinct().ToList());
        Assert.True(expected.Except(actual).FirstOrDefault() is null, $"not found:\n{string.Join('\n', expected.Except(actual))}");
        Assert.True(actual.Except(expected).FirstOrDefault() is null, $"found without a fault:\n{string.Join('\n', actual.Except(expected))}");
        Assert.True(said.Select(finding => finding.Code).Distinct().Count() >= 30);
        Assert.All(said, finding => Assert.True(finding.Message.Length > 20 && finding.Line > 0, finding.ToString()));
    }

    [Fact]
    public async Task A_dictionary_that_agrees_with_its_CRM_is_said_to()
    {
        using var bench = Workbench.Mail(
            "Hello {{ profile.first_name }} of {{ profile.city }}",
            ("workspace.yaml", "connections: {crm: {type: hubspot}}\n"),
            ("attributes.yaml", "attributes: {crm: {first_name: firstname, city: {type: text, required: true, values: [Bonn]}}}\n"));
        var files = bench.Load();
        var inspector = new DictionaryInspector(
            (_, settings) => new DescribedCrm(settings, bench.Clock)
            {
                Properties = [Text("firstname"), Text("city", "Bonn")],
                People = [.. Enumerable.Range(0, 20).Select(_ => new Dictionary<string, string?> { ["firstname"] = "Ann", ["city"] = "Bonn" })],
            },
            bench.Clock);
        Assert.Empty(await inspector.InspectAsync(files.Name, files.Settings, Readers(files), null, default));
    }

    [Fact]
    public async Task One_connection_is_asked_alone_where_it_is_named()
    {
        using var bench = Bench();
        var files = bench.Load();
        var asked = new List<string>();
        var inspector = new DictionaryInspector(
            (_, settings) =>
            {
                asked.Add(settings.Name);
                return Connect(settings, bench.Clock);
            },
            bench.Clock);
        var found = await inspector.InspectAsync(files.Name, files.Settings, Readers(files), "quiet", default);
        Assert.Equal(["quiet"], asked);
        Assert.Contains(found, finding => finding.Code == "sample_unavailable");
        Assert.DoesNotContain(found, finding => finding.Code is "property_missing" or "description_unavailable" or "read_unknown");
    }

    private static Task<IReadOnlyList<Diagnostic>> InspectAsync(Workbench bench, TemplateWorkspace files) =>
        new DictionaryInspector((_, settings) => Connect(settings, bench.Clock), bench.Clock).InspectAsync(files.Name, files.Settings, Readers(files), null, default);

    private static Workbench Bench()
    {
        string[] unread = ["diet", "unread", "bad-name"];
        var names = Attributes.Split('\n').Skip(2).TakeWhile(line => line.Trim() != "shop:").Select(line => line.Trim().Split(':')[0]).Except(unread).Concat(["city", "hobby"]);
        return Workbench.Mail(
            $"Hello {string.Concat(names.Select(name => $"{{{{ profile.{name} }}}} "))}",
            ("peek/body.html", "Hello {{ profile.diet }}"),
            ("peek/template.yaml", "subject: Hello\n"),
            ("workspace.yaml", Workspace),
            ("attributes.yaml", Attributes));
    }

    private static TemplateReads[] Readers(TemplateWorkspace files) =>
        [.. files.Templates.Values.Select(template => new TemplateReads(template.Name, template.Reads))];

    private static string Where(Workbench bench, Diagnostic finding) => finding.File!.EndsWith(".yaml", StringComparison.Ordinal)
        ? File.ReadAllLines(Path.Combine(bench.Folder, finding.File))[finding.Line - 1].Trim().Split(':')[0]
        : finding.File;

    private static DescribedCrm? Connect(ConnectionSettings settings, TimeProvider clock) => settings.Name switch
    {
        "crm" => new DescribedCrm(settings, clock) { Properties = Properties(), People = [.. Enumerable.Range(0, 20).Select(Person)] },
        "shop" => new DescribedCrm(settings, clock)
        {
            Properties = [Text("customer_no"), new("weight", AttributeType.Number, null, []), Text("kind"), Text("level")],
            People = [Person(0)],
        },
        "dead" => new DescribedCrm(settings, clock) { DescribeFails = Reason.CrmUnauthorized },
        "quiet" => new DescribedCrm(settings, clock) { ListFails = Reason.CrmLimited },
        _ => null,
    };

    private static List<CrmAttribute> Properties() =>
    [
        Text("firstname"), Text("lastname"), Text("email"), new("photo", null, "Photo", []), new("birthday", AttributeType.Date, "Birthday", []),
        new("visits", AttributeType.Number, "Visits", []), new("seen", AttributeType.Date, "Last seen", []), Text("height"), new("score", AttributeType.Number, "Score", []),
        Text("loyalty", "gold", "silver", "platinum"), Text("tier"), Text("color", "red", "blue"), Text("pattern"),
        new("least", AttributeType.Number, null, []), new("window", AttributeType.Date, null, []), Text("unfit"), Text("twice"), new("odd", AttributeType.Integer, null, []),
        new("fallback", AttributeType.Integer, null, []), new("price", AttributeType.Money, null, []), new("contact", AttributeType.Email, null, []), Text("opened"), Text("diet"),
        Text("stay"), Text("need"), new("small", AttributeType.Integer, null, []), Text("never"), Text("rarely"), Text("same"), new("weight", AttributeType.Number, null, []),
        new("kind", AttributeType.Number, null, []), Text("level"), Text("known"), Text("typed"), Text("unread"), Text("city"),
    ];

    private static CrmAttribute Text(string name, params string[] options) => new(name, AttributeType.Text, null, options);

    private static Dictionary<string, string?> Person(int n) => new()
    {
        ["firstname"] = "Ann",
        ["birthday"] = "3",
        ["visits"] = "3",
        ["seen"] = "x",
        ["height"] = "3",
        ["score"] = "3",
        ["loyalty"] = "gold",
        ["color"] = "red",
        ["pattern"] = "x",
        ["least"] = "3",
        ["window"] = "2026-01-01",
        ["unfit"] = "x",
        ["twice"] = "x",
        ["odd"] = "1",
        ["fallback"] = "1",
        ["price"] = "1.50",
        ["contact"] = "ann@x.example",
        ["opened"] = "x",
        ["stay"] = "x",
        ["need"] = n % 2 == 0 ? "x" : "",
        ["small"] = n == 7 ? "11" : "7",
        ["rarely"] = n == 3 ? "x" : null,
        ["same"] = n == 3 ? "y" : null,
        ["weight"] = "70",
        ["kind"] = "1",
        ["level"] = "x",
        ["known"] = "x",
        ["typed"] = "x",
    };
}
