using System.Globalization;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Lists people page by page. A page names the next by a link; of that only the cookie is used, so that no answer can send us elsewhere.</summary>
internal sealed class DataverseListing(DataverseCalls calls, AttributeMap map, DataverseAnswers answers)
{
    private const string Page = "odata.maxpagesize=500";
    private const string Cookie = "$skiptoken=";

    public async ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken)
    {
        List<string> options = [];
        if (listing.ChangedSince is { } since)
        {
            options.Add($"$filter=modifiedon%20ge%20{since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}");
        }

        if (listing.Cursor is { } cursor)
        {
            options.Add(Cookie + Uri.EscapeDataString(cursor));
        }

        var reply = await calls.FindAsync(
            CrmCallKind.Many, 0, map.PropertiesFor(listing.Reads), string.Join('&', options), Page, budget, cancellationToken);
        if (reply.Reason != Reason.None)
        {
            return new CrmPage([], null, reply.Reason);
        }

        var people = answers.People(reply.Value, listing.Reads);
        var (isGood, next) = Next(reply.Value!.NextLink);
        return people is null || !isGood ? new CrmPage([], null, Reason.CrmError) : new CrmPage(people, next, Reason.None);
    }

    private (bool IsGood, string? Cursor) Next(string? link)
    {
        if (link is null)
        {
            return (true, null);
        }

        var home = calls.Client.Http.BaseAddress!;
        if (!Uri.TryCreate(link, UriKind.Absolute, out var next)
            || next.GetLeftPart(UriPartial.Authority) != home.GetLeftPart(UriPartial.Authority)
            || Array.Find(next.Query.TrimStart('?').Split('&'), option => Uri.UnescapeDataString(option).StartsWith(Cookie, StringComparison.Ordinal)) is not { } token)
        {
            return (false, null);
        }

        return (true, Uri.UnescapeDataString(token[(token.IndexOf('=', StringComparison.Ordinal) + 1)..]));
    }
}
