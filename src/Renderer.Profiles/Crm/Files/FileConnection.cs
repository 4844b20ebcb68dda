using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Files;

/// <summary>People of a file.</summary>
internal sealed class FileConnection : ICrmConnection
{
    private const int PageSize = 1000;
    private const int RowsDescribed = 1000;

    private readonly FileSettings file;
    private readonly FileFeed feed;
    private readonly AttributeMap map;
    private readonly TimeProvider clock;

    private FileConnection(ConnectionSettings settings, FileSettings file, FileFeed feed, AttributeMap map, TimeProvider clock) =>
        (Settings, this.file, this.feed, this.map, this.clock) = (settings, file, feed, map, clock);

    /// <inheritdoc/>
    public ConnectionSettings Settings { get; }

    /// <inheritdoc/>
    public Reason Trouble => feed is { First.IsCompleted: true, People: null } ? Reason.CrmError : Reason.None;

    /// <inheritdoc/>
    public int BatchSize => 1000;

    /// <inheritdoc/>
    public CrmQuota? Quota => null;

    /// <summary>Makes a connection; the file is read in the background.</summary>
    public static CrmConnectionOrFault Create(
        ConnectionSettings settings, Func<IReadOnlyList<CrmChange>?, Task<bool>>? tell, TimeProvider clock, ILogger logger)
    {
        if (settings.Kind is not FileSettings file)
        {
            return CrmConnections.Fault(settings, "connection_path", "a connection of type file needs path: a CSV or NDJSON file");
        }

        var map = new AttributeMap(settings, [], clock);
        return new(new FileConnection(settings, file, new FileFeed(settings, file, map, tell ?? (_ => Task.FromResult(true)), clock, logger), map, clock), null);
    }

    /// <inheritdoc/>
    public ICrmConnection? With(ConnectionSettings settings)
    {
        var lookups = settings.Lookups.Count == Settings.Lookups.Count && !settings.Lookups.Except(Settings.Lookups).Any();
        if (settings.Kind != Settings.Kind || settings.Name != Settings.Name || settings.Type != Settings.Type || !lookups)
        {
            return null;
        }

        var other = new AttributeMap(settings, [], clock);
        feed.Use(other);
        return new FileConnection(settings, file, feed, other, clock);
    }

    /// <inheritdoc/>
    public async ValueTask<CrmAnswer> ReadAsync(Identifier person, ReadSet reads, Budget budget, CancellationToken cancellationToken) =>
        await PeopleAsync(budget, cancellationToken) is { } people ? Find(people, person, reads) : new CrmAnswer(null, Waiting);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CancellationToken cancellationToken)
    {
        var known = await PeopleAsync(budget, cancellationToken);
        return [.. people.Select(person => known is null ? new CrmAnswer(null, Waiting) : Find(known, person, reads))];
    }

    /// <inheritdoc/>
    public async ValueTask<CrmPage> ListAsync(CrmListing listing, Budget budget, CancellationToken cancellationToken)
    {
        if (await PeopleAsync(budget, cancellationToken) is not { } people)
        {
            return new CrmPage([], null, Waiting);
        }

        // Rows say not when they changed; the file does.
        if (listing.ChangedSince is { } since && feed.WrittenAt < since)
        {
            return new CrmPage([], null, Reason.None);
        }

        var from = listing.Cursor is { } cursor ? int.Parse(cursor, CultureInfo.InvariantCulture) : 0;
        var end = Math.Min(from + PageSize, people.Count);
        return new CrmPage(
            [.. Enumerable.Range(from, Math.Max(0, end - from)).Select(row => Person(people.Read(row), listing.Reads))],
            end < people.Count ? end.ToString(CultureInfo.InvariantCulture) : null,
            Reason.None);
    }

    /// <inheritdoc/>
    public async ValueTask<CrmDescription> DescribeAsync(Budget budget, CancellationToken cancellationToken)
    {
        if (await PeopleAsync(budget, cancellationToken) is not { } people)
        {
            return new CrmDescription([], Waiting);
        }

        IEnumerable<CrmAttribute> attributes = file.Format == FileFormat.Csv
            ? people.Columns.Select(column => new CrmAttribute(column, AttributeType.Text, null, []))
            : Enumerable.Range(0, Math.Min(RowsDescribed, people.Count))
                .SelectMany(row => people.Read(row).Json!.Value.EnumerateObject())
                .Where(member => member.Value.ValueKind != JsonValueKind.Null)
                .DistinctBy(member => member.Name)
                .Select(member => new CrmAttribute(member.Name, TypeOf(member.Value.ValueKind), null, []));
        return new CrmDescription([.. attributes], Reason.None);
    }

    /// <summary>None is genuine: a file sends none.</summary>
    public HookReading ReadHook(HookDelivery delivery) => new(false, []);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => feed.DisposeAsync();

    private Reason Waiting => feed.First.IsCompleted ? Reason.CrmError : Reason.CrmTimeout;

    private async ValueTask<FilePeople?> PeopleAsync(Budget budget, CancellationToken cancellationToken)
    {
        if (!feed.First.IsCompleted)
        {
            await Task.WhenAny(feed.First, Task.Delay(budget.Left, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return feed.People;
    }

    private CrmAnswer Find(FilePeople people, Identifier person, ReadSet reads)
    {
        var rows = people.Find(person);
        return (rows.Count, Settings.OnAmbiguous) switch
        {
            (0, _) => new CrmAnswer(null, Reason.ProfileMissing),
            (1, _) => new CrmAnswer(Person(people.Read(rows[0]), reads), Reason.None),
            (_, OnAmbiguous.Newest) => new CrmAnswer(Person(people.Read(rows[^1]), reads), Reason.None), // the last row is
            (_, OnAmbiguous.Fail) => new CrmAnswer(null, Reason.CrmError),
            _ => new CrmAnswer(null, Reason.ProfileMissing),
        };
    }

    private CrmPerson Person(FileRow row, ReadSet reads)
    {
        var names = row.Names(Identifier.EmailKind).Select(Identifier.Email)
            .Concat(Settings.Lookups.Keys.SelectMany(lookup => row.Names(lookup).Select(value => new Identifier(lookup, value))));
        return new CrmPerson(
            row.Names(Identifier.IdKind).First(),
            [.. names],
            row.Texts is { } texts ? map.ToJson(reads, texts) : map.ToJson(reads, row.Value));
    }

    private static AttributeType? TypeOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => AttributeType.Text,
        JsonValueKind.Number => AttributeType.Number,
        JsonValueKind.True or JsonValueKind.False => AttributeType.Boolean,
        JsonValueKind.Array => AttributeType.List,
        _ => AttributeType.Json,
    };
}
