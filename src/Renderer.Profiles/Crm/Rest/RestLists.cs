using System.Globalization;
using System.Text.Json;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Rest;

/// <summary>Pages of people, however the API turns them.</summary>
/// <param name="api">The connection's base address.</param>
/// <param name="rest">The declaration.</param>
/// <param name="answers">Items to people.</param>
internal sealed class RestLists(Uri api, RestSettings rest, RestAnswers answers)
{
    /// <summary>The question of a page; null where the API cannot be asked so, or a link leads away from it.</summary>
    public RestQuestion? Ask(CrmListing listing, IReadOnlyList<string> fields)
    {
        if (rest.List is not { } list || (listing.ChangedSince is not null && list.Since is null))
        {
            return null;
        }

        var values = new RestValues().With("fields", fields).With("size", [list.Size.ToString(CultureInfo.InvariantCulture)]);
        if (listing.ChangedSince is { } since)
        {
            values.With(since);
        }

        var first = RestQuestion.Of(api, rest.Headers, list.Request, values, listing.ChangedSince is null ? null : list.Since);
        return (list.Paging, listing.Cursor) switch
        {
            (RestPaging.Page, var cursor) => first.With(list.As!, cursor ?? list.First.ToString(CultureInfo.InvariantCulture)),
            (RestPaging.Offset, var cursor) => first.With(list.As!, cursor ?? "0"),
            (_, null) => first,
            (RestPaging.Link, { } link) => IsOurs(link) ? first.At(link) : null,
            (_, { } cursor) => first.With(list.As!, cursor),
        };
    }

    /// <summary>The page that an answer is.</summary>
    public CrmPage Read(string body, CrmListing listing)
    {
        using var document = RestAnswers.Open(body);
        if (document is null)
        {
            return new CrmPage([], null, Reason.None);
        }

        var list = rest.List!;
        var people = answers.Page(document.RootElement, list.Request.Items, listing.Reads, out var items);
        return new CrmPage(people, Next(document.RootElement, list, listing.Cursor, items), Reason.None);
    }

    private string? Next(JsonElement root, RestList list, string? cursor, int items)
    {
        var told = list.Next is { } path ? root.First(path)?.Text() : null;
        var goesOn = list.Next is not null ? told is not (null or "false" or "0") : items > 0 && (list.Size == 0 || items >= list.Size);
        return list.Paging switch
        {
            RestPaging.Link => told is null ? null : new Uri(api, told).AbsoluteUri,
            RestPaging.Cursor => told == cursor ? null : told,
            RestPaging.Page when goesOn => Number(Number(cursor, list.First) + 1),
            RestPaging.Offset when goesOn => Number(Number(cursor, 0) + list.Size),
            _ => null,
        };
    }

    // The credential goes along: never to another host than the one that was declared.
    private bool IsOurs(string link) => Uri.TryCreate(link, UriKind.Absolute, out var url)
        && Uri.Compare(url, api, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
        && url.UserInfo.Length == 0;

    private static long Number(string? cursor, long first) => cursor is null ? first : long.Parse(cursor, CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
