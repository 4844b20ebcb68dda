using System.Text.Encodings.Web;
using System.Text.Json;
using Renderer.Messages.Library;
using Renderer.Server.Access;
using Renderer.Server.Hosting;
using Renderer.Server.Links;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Renderer.Server.Wire;

namespace Renderer.Server.Snippets;

/// <summary><c>GET /v1/templates/{name}/snippets</c>: the tags that an ESP is given, for one template, as JSON or as text to paste.</summary>
internal static class SnippetsEndpoint
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IResult Get(string name, HttpContext http, TemplateLibrary library, LinkDomains domains, ServerOptions options)
    {
        var query = http.Request.Query;
        if (query.Keys.FirstOrDefault(key => !SnippetAsk.Known.Contains(key)) is { } unknown)
        {
            return new Problem(ProblemCode.UnknownField, $"This route has no such parameter. {Nearest.Suggest(unknown, SnippetAsk.Known)}");
        }

        var (ask, problem) = SnippetAsk.Read(member => query[member].ToString());
        if (ask is null)
        {
            return problem!;
        }

        var format = query["format"].ToString();
        if (format is not ("" or "json" or "text"))
        {
            return new Problem(ProblemCode.BadParameter, "'format' must be json or text.");
        }

        var workspace = http.Caller().Workspace;
        var found = library.Find(workspace, name, null);
        if (found.Template is not { } template)
        {
            return Refusals.Of(found.Failure, found.Diagnostics);
        }

        var scope = new SnippetScope(options.PublicUrl, domains.Of(workspace), workspace, template);
        SnippetSet[] sets = [.. ask.Esps.Select(esp => ask.Of(esp, scope))];
        if (ask.Tag is not null)
        {
            return sets[0].Tags.Count > 0 ? Text(SnippetText.Bare(sets[0])) : Lacking(sets[0], ask.Tag.Value);
        }

        return format == "text" ? Text(string.Join('\n', sets.Select(SnippetText.Write))) : Results.Json(new
        {
            template = template.Name,
            version = template.Version,
            parts = template.Parts.Select(part => part.ToString().ToLowerInvariant()),
            snippets = sets.Select(Show),
        }, Options);
    }

    private static object Show(SnippetSet set) => new
    {
        esp = set.Esp.Name,
        title = set.Esp.Title,
        calls = set.Esp.Calls.ToString().ToLowerInvariant(),
        docs = Esps.PageOf(set.Esp),
        auth = set.Facts.GetValueOrDefault("auth"),
        timeout = set.Facts.GetValueOrDefault("timeout"),
        cache = set.Facts.GetValueOrDefault("cache"),
        trap = set.Facts.GetValueOrDefault("trap"),
        setup = set.Setup,
        tags = set.Tags.Select(tag => new { kind = SnippetText.Label(tag.Kind), name = tag.Name, language = tag.Language, where = tag.Where, tag = tag.Text }),
        cannot = set.Cannot.Select(each => new { kind = SnippetText.Label(each.Key), why = each.Value }),
    };

    private static Problem Lacking(SnippetSet set, SnippetKind kind) => new(
        ProblemCode.BadParameter, $"{set.Esp.Title} has no such tag for this template. {set.Cannot.GetValueOrDefault(kind, "Leave out 'tag' and 'language' to see what there is.")}");

    private static IResult Text(string text) => Results.Text(text, "text/plain; charset=utf-8");
}
