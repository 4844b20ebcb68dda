using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads how a REST API lists all people.</summary>
internal static class RestListYaml
{
    private static readonly Dictionary<string, RestPaging> Pagings =
        Enum.GetValues<RestPaging>().ToDictionary(paging => paging.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static RestList? Read(Section below)
    {
        var request = RestRequestYaml.Read(below, "items", ["fields", "size"]);
        var paging = Pagings.GetValueOrDefault(
            below.Text("paging", Pagings.ContainsKey, "value_invalid", $"one of: {string.Join(", ", Pagings.Keys)}") ?? "none");
        var next = RestRequestYaml.Path(below, "next");
        var name = below.Text("as");
        var first = below.Int("first", 0, 1);
        var size = below.Int("size", 1, 10_000);
        var since = below.Find("since") is null ? null : Since(below.Below("since"));
        below.Done();
        var missing = paging switch
        {
            RestPaging.Link when next is null => "'next': where the answer has the next page's address, like links.next",
            RestPaging.Cursor when next is null || name is null => "'next', where the answer has the cursor, and 'as', the query parameter that takes it",
            RestPaging.Page or RestPaging.Offset when name is null => "'as': the query parameter that takes the page or offset",
            RestPaging.Offset when size is null => "'size': how many people a page has",
            _ => null,
        };
        if (missing is not null)
        {
            below.Source.Findings.Error("key_missing", $"This paging needs {missing}.", below.At("paging"));
            return null;
        }

        return request is null ? null : new RestList(request, paging, next, name, first ?? 1, size ?? 0, since);
    }

    private static RestSince Since(Section below)
    {
        var since = new RestSince(RestRequestYaml.Texts(below, "query", ["since"]), RestRequestYaml.Texts(below, "headers", ["since"]));
        below.Done();
        if (!since.Query.Values.Concat(since.Headers.Values).Any(text => text.Names.Any()))
        {
            below.Source.Findings.Error(
                "key_missing", "'since' adds what asks for changes: query or headers with {since} in a value, spelled {since}, {since:unix}, {since:ms} or {since:http}.", below.Start);
        }

        return since;
    }
}
