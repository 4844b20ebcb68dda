using System.Globalization;

namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>
/// Where a search for changed contacts stands. HubSpot ends every search after 10,000 contacts: then it begins anew at the instant reached,
/// and where one instant alone has more (an import), goes through that one by ids.
/// </summary>
/// <param name="Milliseconds">Contacts that changed at or after this instant, since 1970; with <paramref name="Id"/>: at this one.</param>
/// <param name="After">How many of them were listed.</param>
/// <param name="Id">The last contact of that instant that was listed; null while it is gone through by time.</param>
internal readonly record struct HubSpotSince(long Milliseconds, int After, string? Id = null)
{
    /// <summary>HubSpot's most of a page of a list, and as many as a batch read takes; its search would give 200.</summary>
    public const int PageSize = 100;

    /// <summary>The property that says when a contact changed.</summary>
    public const string Modified = "lastmodifieddate";

    private const string ObjectId = "hs_object_id";
    private const int Most = 10_000;

    /// <summary>Reads a cursor that <see cref="ToString"/> wrote.</summary>
    public static HubSpotSince Parse(string cursor) =>
        cursor.Split('.', 3) is [var time, var after, var id]
            ? new(long.Parse(time, CultureInfo.InvariantCulture), int.Parse(after, CultureInfo.InvariantCulture), id.Length == 0 ? null : id)
            : throw new FormatException("No cursor of a search for changed contacts.");

    /// <summary>The page's question.</summary>
    public HubSpotSearch Search(IReadOnlyList<string> properties)
    {
        var time = Milliseconds.ToString(CultureInfo.InvariantCulture);
        HubSpotFilter[] filters = Id is null ? [new(Modified, "GTE", time)] : [new(Modified, "EQ", time), new(ObjectId, "GT", Id)];
        return new(
            [new(filters)],
            [new(Id is null ? Modified : ObjectId)],
            [.. properties.Union([Modified])],
            PageSize,
            After == 0 ? null : After.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The page after this one; null when this was the last.</summary>
    public HubSpotSince? Next(HubSpotPage page)
    {
        var more = page.Paging?.Next?.After is not null;
        var last = page.Results is { Count: > 0 } results ? results[^1] : null;
        return (more, Id) switch
        {
            (false, null) => null,
            (false, _) => new(Milliseconds + 1, 0),
            (true, null) when After + (2 * PageSize) <= Most => this with { After = After + PageSize },
            (true, null) => ModifiedAt(last) is { } at && at > Milliseconds ? new(at, 0) : new(Milliseconds, 0, "0"),
            (true, _) => last?.Id is { } id ? this with { Id = id } : new(Milliseconds + 1, 0),
        };
    }

    /// <summary>The cursor as text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}.{After}.{Id}");

    private static long? ModifiedAt(HubSpotContact? contact) =>
        DateTimeOffset.TryParse(
            contact?.Properties.GetValueOrDefault(Modified), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUnixTimeMilliseconds()
            : null;
}
