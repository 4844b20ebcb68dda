using System.Net.Http.Headers;
using Refit;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>A declared request with its places filled, ready to be sent.</summary>
/// <param name="Url">The whole address.</param>
/// <param name="Headers">Headers beside the credential.</param>
/// <param name="Body">The body of a POST; null for a GET.</param>
/// <param name="MediaType">What the body is.</param>
internal sealed record RestQuestion(string Url, IDictionary<string, string> Headers, byte[]? Body, string MediaType)
{
    private const string Json = "application/json";

    /// <summary>Fills a request.</summary>
    /// <param name="api">The connection's base address.</param>
    /// <param name="common">Headers of every request.</param>
    /// <param name="request">The request.</param>
    /// <param name="values">What stands in its places.</param>
    /// <param name="since">What is added to ask for changes.</param>
    public static RestQuestion Of(Uri api, Named<Secret> common, RestRequest request, RestValues values, RestSince? since = null)
    {
        var added = since?.Query ?? Named<RestText>.None;
        var query = request.Query.Entries.Where(pair => added.Find(pair.Key) is null).Concat(added.Entries)
            .Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(values.Fill(pair.Value))}");
        var url = api.GetLeftPart(UriPartial.Path).TrimEnd('/') + values.Fill(request.Url, Uri.EscapeDataString);
        var body = request.Body is { } declared ? RestJson.Body(declared, values)
            : request.Form is { } form ? Form(form, values)
            : request.Method == "POST" ? []
            : null;
        return new RestQuestion(
            Append(url, string.Join('&', query)), HeadersOf(common, request, values, since), body, request.Form is null ? Json : "application/x-www-form-urlencoded");
    }

    /// <summary>The same at another address of the API: the next page, as the API itself names it.</summary>
    public RestQuestion At(string url) => this with { Url = url };

    /// <summary>The same with one more parameter, in the place of one of that name.</summary>
    public RestQuestion With(string name, string value)
    {
        var (path, query) = Url.Split('?', 2) is [var before, var behind] ? (before, behind) : (Url, "");
        var key = Uri.EscapeDataString(name);
        var kept = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => pair.Split('=')[0] != key);
        return this with { Url = Append(path, string.Join('&', kept.Append($"{key}={Uri.EscapeDataString(value)}"))) };
    }

    /// <summary>Sends it.</summary>
    public Task<ApiResponse<string>> SendAsync(IRestApi api, CrmCall call, CancellationToken cancellationToken)
    {
        if (Body is null)
        {
            return api.GetAsync(Url, Headers, call, cancellationToken);
        }

        var content = new ByteArrayContent(Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        return api.PostAsync(Url, content, Headers, call, cancellationToken);
    }

    private static string Append(string url, string query) =>
        query.Length == 0 ? url : url + (url.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;

    private static byte[] Form(Named<RestText> form, RestValues values) => System.Text.Encoding.ASCII.GetBytes(string.Join(
        '&', form.Entries.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(values.Fill(pair.Value))}")));

    private static Dictionary<string, string> HeadersOf(Named<Secret> common, RestRequest request, RestValues values, RestSince? since)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in common.Entries.Concat(request.Headers.Entries))
        {
            headers[name] = value.Value;
        }

        foreach (var (name, value) in (since?.Headers ?? Named<RestText>.None).Entries)
        {
            headers[name] = values.Fill(value);
        }

        return headers;
    }
}
