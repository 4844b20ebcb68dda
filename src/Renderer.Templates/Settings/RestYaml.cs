using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads a REST API's declaration: <c>type: rest</c>.</summary>
internal static class RestYaml
{
    private static readonly string[] Matches = ["name", "order"];

    public static KindSettings? Read(Section section)
    {
        var one = new List<KeyValuePair<string, RestRequest>>();
        foreach (var entry in section.Entries("one"))
        {
            if (section.SectionOf("one", entry) is { } below
                && RestRequestYaml.Read(below, "person", [entry.Key.Value, "value", "fields"]) is { } request)
            {
                below.Done();
                CheckIds(section, entry, request);
                one.Add(new(entry.Key.Value, request));
            }
        }

        if (one.Count == 0)
        {
            section.Source.Findings.Error(
                "key_missing",
                "A connection of type rest needs 'one', which says how a person is asked for: one: {id: {url: '/people/{id}'}, email: {url: '/people?email={email}', person: data}}.",
                section.Start);
            return null;
        }

        return new RestSettings
        {
            Headers = RestRequestYaml.Headers(section),
            One = new(one),
            Many = new(Many(section)),
            List = section.Find("list") is null ? null : RestListYaml.Read(section.Below("list")),
            Describe = section.Find("describe") is null ? null : Describe(section.Below("describe")),
            Person = Person(section.Below("person")),
            Nobody = Nobody(section.Below("nobody")),
            Hook = section.Find("hook") is null ? null : RestHookYaml.Read(section.Below("hook")),
        };
    }

    private static void CheckIds(Section section, YamlEntry entry, RestRequest request)
    {
        var hasIdRequest = section.Entries("one").Any(other => other.Key.Value == Identifier.IdKind);
        if (request.Ids is not null && (entry.Key.Value == Identifier.IdKind || !hasIdRequest))
        {
            section.Source.Findings.Error(
                "value_invalid", "'ids' says that the answer has ids alone; then 'one' needs an 'id' of its own, which reads the person by it.", section.Source.At(entry.Value));
        }
    }

    private static IEnumerable<KeyValuePair<string, RestBulk>> Many(Section section)
    {
        foreach (var entry in section.Entries("many"))
        {
            if (section.SectionOf("many", entry) is not { } below
                || RestRequestYaml.Read(below, "items", ["values", "fields"]) is not { } request)
            {
                continue;
            }

            var max = below.Int("max", 1, 2000) ?? 100;
            var match = below.Text("match", Matches.Contains, "value_invalid", "name or order");
            below.Done();
            if (!RestRequestYaml.NamesOf(request).Contains("values"))
            {
                section.Source.Findings.Error(
                    "key_missing", "Nothing here says who is asked for: write {values} into the url, the query or the body.", section.Source.At(entry.Value));
            }

            yield return new(entry.Key.Value, new RestBulk(request, max, match == "order"));
        }
    }

    private static RestDescribe? Describe(Section below)
    {
        var request = RestRequestYaml.Read(below, "items", []);
        var describe = request is null ? null : new RestDescribe(
            request,
            RestRequestYaml.Path(below, "name") ?? RestRequestYaml.Path("name"),
            RestRequestYaml.Path(below, "type"),
            RestRequestYaml.Path(below, "label"),
            RestRequestYaml.Path(below, "options"),
            new([.. below.Entries("types").Where(e => e.Value is YamlText && AttributeYaml.IsType(((YamlText)e.Value).Value))
                .Select(e => KeyValuePair.Create(e.Key.Value, ((YamlText)e.Value).Value))]));
        below.Done();
        return describe;
    }

    private static RestPerson Person(Section below)
    {
        var usual = new RestPerson();
        var person = new RestPerson
        {
            Id = RestRequestYaml.Path(below, "id") ?? usual.Id,
            Email = RestRequestYaml.Path(below, "email") ?? usual.Email,
            Attributes = RestRequestYaml.Path(below, "attributes") ?? usual.Attributes,
            Changed = RestRequestYaml.Path(below, "changed"),
            Deleted = RestRequestYaml.Path(below, "deleted"),
        };
        below.Done();
        return person;
    }

    private static RestNobody Nobody(Section below)
    {
        var usual = new RestNobody();
        var statuses = new List<KeyValuePair<string, bool>>();
        foreach (var item in below.List("status"))
        {
            if (item is YamlText { Value: "304" or ['4', >= '0' and <= '9', >= '0' and <= '9'] } text && text.Value is not ("401" or "403" or "429"))
            {
                statuses.Add(new(text.Value, true));
                continue;
            }

            below.Source.Findings.Error("value_invalid", "An item of 'status' must be 304, or a status from 400 to 499, but not 401, 403 or 429.", below.Source.At(item));
        }

        var nobody = new RestNobody
        {
            Statuses = statuses.Count > 0 ? new(statuses) : usual.Statuses,
            Path = RestRequestYaml.Path(below, "path"),
            Is = below.Text("is"),
        };
        below.Done();
        if (nobody.Path is null != nobody.Is is null)
        {
            below.Source.Findings.Error(
                "key_missing", "'path' and 'is' belong together: where in the body it must stand, and what, like {path: error.code, is: not_found}.", below.Start);
        }

        return nobody;
    }
}
