using Renderer.Model;
using Renderer.Templates.Checks;
using Renderer.Templates.Settings;
using Renderer.Templates.Yaml;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class AttributesYamlTests
{
    private const string Workspace = """
        connections:
          crm:
            type: hubspot
            attributes:
              first_name: firstname
              tier: {property: loyalty, type: text}
            lookups: {number: customer_number}
          shop:
            type: hubspot
            lookups: {customer: customer_no}

        """;

    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        using var bench = new Workbench(("workspace.yaml", Workspace), ("attributes.yaml", Whole));
        var workspace = bench.Load();
        Assert.Empty(workspace.Diagnostics);
        var (crm, shop) = (workspace.Settings.Connections[0], workspace.Settings.Connections[1]);

        Assert.Equal(new AttributeMapping("firstname"), crm.Attributes["first_name"]);
        Assert.Equal(new AttributeMapping("loyalty", AttributeType.Text), crm.Attributes["tier"]);
        Assert.Equal(new AttributeMapping("shoesize"), crm.Attributes["shoe_size"]);
        var points = crm.Attributes["points"];
        Assert.Equal(("bonus_points", AttributeType.Integer, "points", "0"), (points.Property, points.Type!.Value, points.Unit, points.Default));
        Assert.Equal((true, 0m, 1_000_000m), (points.Rules.Required, points.Rules.Min!.Value, points.Rules.Max!.Value));
        Assert.Equal(("the till", "loyalty team", TimeSpan.FromHours(1)), (points.Source, points.Owner, points.FreshFor!.Value));
        Assert.Equal((Sensitivity.Personal, true), (points.Sensitivity, points.Personal));
        var city = crm.Attributes["city"];
        Assert.Equal(("[A-Z].*", Sensitivity.Public, "\"Berlin\""), (city.Rules.Pattern!.Text, city.Sensitivity, city.Default));
        Assert.Equal(new TextList(["Berlin", "Bonn"]), city.Rules.Values);
        var birthday = crm.Attributes["birthday"];
        Assert.Equal((new DateBound(new DateOnly(1900, 1, 1)), new DateBound(null)), (birthday.Rules.From!.Value, birthday.Rules.To!.Value));
        Assert.Equal((Sensitivity.Special, new TextList(["gift"])), (crm.Attributes["diet"].Sensitivity, crm.Attributes["diet"].Templates));
        Assert.Equal("orders_json", shop.Attributes["orders"].Property);

        var dictionary = workspace.Settings.Dictionary;
        Assert.Equal(new TextList(["shop", "crm"]), dictionary.Merge["points"]);
        Assert.Equal(new ConnectionJoin("customer", "points"), dictionary.Joins["shop"]);
        Assert.Equal(new SettingPlace("attributes.yaml", 3, 5), dictionary.Places[("crm", "points")]);
        Assert.Equal(new SettingPlace("workspace.yaml", 5, 7), dictionary.Places[("crm", "first_name")]);
        Assert.Equal(new SettingPlace("workspace.yaml", 2, 3), dictionary.Places[("crm", "")]);
    }

    [Theory]
    [InlineData("attributes: {crmm: {a: b}}", "connection_unknown", 14)]
    [InlineData("attributes: {crm: {a-b: x}}", "name_invalid", 20)]
    [InlineData("attributes: {crm: {a: [x]}}", "value_invalid", 23)]
    [InlineData("attributes: {crm: {a: {tipe: text}}}", "unknown_key", 24)]
    [InlineData("attributes: {crm: {a: {type: tekst}}}", "value_invalid", 30)]
    [InlineData("attributes: {crm: {a: {min: many}}}", "value_invalid", 29)]
    [InlineData("attributes: {crm: {a: {from: yesterday}}}", "value_invalid", 30)]
    [InlineData("attributes: {crm: {a: {pattern: '(?=x)a'}}}", "pattern_invalid", 33)]
    [InlineData("attributes: {crm: {a: {pattern: 'a)(b'}}}", "pattern_invalid", 33)]
    [InlineData("attributes: {crm: {a: {type: number, min: 2, max: 1}}}", "range_empty", 43)]
    [InlineData("attributes: {crm: {a: {type: date, from: today, to: today-1d}}}", "window_empty", 42)]
    [InlineData("attributes: {crm: {a: {type: text, min: 2}}}", "rule_unfit", 41)]
    [InlineData("attributes: {crm: {a: {type: number, from: today}}}", "rule_unfit", 44)]
    [InlineData("attributes: {crm: {a: {type: number, pattern: x}}}", "rule_unfit", 47)]
    [InlineData("attributes: {crm: {a: {type: json, values: [x]}}}", "rule_unfit", 44)]
    [InlineData("attributes: {crm: {a: {values: [x, y, x]}}}", "values_twice", 32)]
    [InlineData("attributes: {crm: {a: {type: integer, values: [1, 2.5]}}}", "values_unfit", 47)]
    [InlineData("attributes: {crm: {a: {values: [x, Y], pattern: '[a-z]'}}}", "values_unfit", 32)]
    [InlineData("attributes: {crm: {a: {type: integer, default: few}}}", "default_invalid", 48)]
    [InlineData("attributes: {crm: {a: {type: email, default: nobody}}}", "default_invalid", 46)]
    [InlineData("attributes: {crm: {a: {values: [x], default: y}}}", "default_invalid", 46)]
    [InlineData("attributes: {crm: {a: {type: money}}}", "unit_missing", 23)]
    [InlineData("attributes: {crm: {a: {type: email, sensitivity: public}}}", "sensitivity_public", 50)]
    [InlineData("attributes: {crm: {a: {templates: [mail]}}}", "templates_unneeded", 35)]
    [InlineData("attributes: {crm: {first_name: name}}", "attribute_twice", 20)]
    [InlineData("merge: {a: [crm]}", "merge_unknown", 13)]
    [InlineData("merge: {first_name: [krm]}", "connection_unknown", 22)]
    [InlineData("merge: {first_name: crm}", "value_invalid", 21)]
    [InlineData("join: {crm: {email: email}}", "join_first", 8)]
    [InlineData("join: {shop: {custommer: email}}", "join_unknown", 15)]
    [InlineData("join: {shop: {customer: first_nam}}", "join_unknown", 25)]
    [InlineData("join: {shop: customer}", "value_invalid", 14)]
    public void A_fault_is_found_at_its_place(string yaml, string code, int column)
    {
        using var bench = new Workbench(("workspace.yaml", Workspace), ("attributes.yaml", yaml));
        var fault = bench.Check()[0];
        Assert.Equal((code, "attributes.yaml", 1, column), (fault.Code, fault.File, fault.Line, fault.Column));
    }

    [Fact]
    public void A_bad_edit_keeps_the_dictionary_before_and_a_good_one_is_read()
    {
        using var bench = new Workbench(("workspace.yaml", Workspace), ("attributes.yaml", "attributes: {crm: {points: {type: integer, min: 1}}}\n"));
        var before = bench.Load();
        bench.Write("attributes.yaml", "attributes: {crm: {points: {type: integer, min: one}}}\n");
        Assert.Same(before.Settings, bench.Load(before).Settings);
        bench.Write("attributes.yaml", "attributes: {crm: {points: {type: integer, min: 22}}}\n");
        Assert.Equal(22m, bench.Load(before).Settings.Connections[0].Attributes["points"].Rules.Min);
        bench.Delete("attributes.yaml");
        Assert.False(bench.Load(before).Settings.Connections[0].Attributes.ContainsKey("points"));
    }

    [Theory]
    [InlineData("Hello {{ profile.diet }}", true)]
    [InlineData("Hello {{ for a in profile }}{{ a }}{{ end }}", true)]
    [InlineData("Hello {{ profile.first_name }}", false)]
    public void A_template_that_may_not_read_a_special_attribute_is_not_served(string html, bool refused)
    {
        foreach (var (allowed, isRefused) in new[] { ("gift", refused), ("mail", false) })
        {
            using var bench = Workbench.Mail(
                html, ("workspace.yaml", Workspace), ("attributes.yaml", $"attributes: {{crm: {{diet: {{sensitivity: special, templates: [{allowed}]}}}}}}\n"));
            var workspace = bench.Load();
            Assert.True(isRefused == workspace.Find("mail") is null, string.Join('\n', workspace.Diagnostics));
            Assert.Equal(isRefused, workspace.Diagnostics.Any(fault => fault.Code == "attribute_special" && fault.Line == 1));
        }
    }

    internal static IReadOnlySet<string> KeysOf(string yaml)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        var findings = new Findings();
        var settings = WorkspaceYaml.Read(YamlFile.Read(Workspace, "w", findings), new YamlSource("w", findings));
        new AttributesYaml(settings, new YamlSource("a", findings) { Keys = keys }, new DateOnly(2026, 11, 27)).Read(YamlFile.Read(yaml, "a", findings));
        return keys;
    }

    internal const string Whole = """
        attributes:
          crm:
            points:
              property: bonus_points
              type: integer
              unit: points
              required: true
              min: 0
              max: 1000000
              default: 0
              sensitivity: personal
              source: the till
              owner: loyalty team
              fresh_for: 1h
            city:
              pattern: "[A-Z].*"
              values: [Berlin, Bonn]
              default: Berlin
              sensitivity: public
            birthday: {type: date, from: 1900-01-01, to: today}
            diet: {sensitivity: special, templates: [gift]}
            shoe_size: shoesize
          shop:
            orders: {property: orders_json, type: json}
            points: {type: number}
        merge:
          points: [shop, crm]
        join:
          shop: {customer: points}
        """;
}
