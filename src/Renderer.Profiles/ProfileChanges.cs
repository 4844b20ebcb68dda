using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Feeds;
using Renderer.Profiles.Marks;
using Renderer.Profiles.Reading;

namespace Renderer.Profiles;

/// <summary>Tells every node that people changed or were erased.</summary>
public sealed class ProfileChanges
{
    private readonly ProfileWorkspaces workspaces;
    private readonly MarkWriter marks;
    private readonly Names names;
    private readonly Dossier dossier;
    private readonly Deliveries deliveries;
    private readonly TimeProvider time;

    internal ProfileChanges(
        ProfileWorkspaces workspaces, MarkWriter marks, Names names, Dossier dossier, Deliveries deliveries, TimeProvider time)
    {
        this.deliveries = deliveries;
        this.workspaces = workspaces;
        this.marks = marks;
        this.names = names;
        this.dossier = dossier;
        this.time = time;
    }

    /// <summary>Marks people as changed. False: it could not be written where every node sees it, try again.</summary>
    /// <param name="workspace">Whose people.</param>
    /// <param name="people">Who changed.</param>
    /// <param name="attributes">Our names of what changed; null or empty for everything.</param>
    /// <param name="all">Everybody in the workspace; <paramref name="people"/> is then not looked at.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<bool> ExpireAsync(
        WorkspaceName workspace, IReadOnlyList<Identifier> people, IReadOnlyList<string>? attributes, bool all, CancellationToken cancellationToken)
    {
        if (workspaces.Find(workspace) is not { } home)
        {
            return Task.FromResult(true);
        }

        IReadOnlyList<string>? named = attributes is { Count: > 0 } ? [.. attributes.Distinct()] : null;
        var fields = FieldsOf(home, named);
        IReadOnlyList<Mark> made = all
            ? [new(Mark.Everybody, fields)]
            : [.. names.Of(workspace, people).Select(name => new Mark(name, fields))];
        ProfileMeters.Changed(IsRead(home, named), all ? 1 : people.Count);
        return marks.WriteAsync(home, made).WaitAsync(cancellationToken);
    }

    /// <summary>Takes a CRM's webhook: verified first, then marked on every node, then done.</summary>
    public async Task<HookAnswer> ReceiveAsync(
        WorkspaceName workspace, string connection, HookDelivery delivery, CancellationToken cancellationToken)
    {
        var arrived = time.GetTimestamp();
        var home = workspaces.Find(workspace);
        var sender = home?.Connections.FirstOrDefault(each => each.Settings.Name == connection);
        if (sender is null)
        {
            return new(HookResult.NoSuchConnection);
        }

        var reading = sender.ReadHook(delivery);
        if (!reading.Genuine)
        {
            return new(HookResult.BadSignature);
        }

        // A connection that joins people of the first knows them by names of its own.
        var there = home!.Plan?.Find(connection)?.Workspace ?? home;
        var made = reading.Changes.SelectMany(change => MarksOf(there, change)).ToList();
        if (made.Count == 0 || (reading.DeliveryId is { } known && await deliveries.KnowsAsync(workspace, connection, known)))
        {
            return new(HookResult.Done, reading.Reply);
        }

        var written = await marks.WriteAsync(home, made).WaitAsync(cancellationToken);
        ProfileMeters.Took(time.GetElapsedTime(arrived));
        if (written && reading.DeliveryId is { } delivered)
        {
            await deliveries.NoteAsync(workspace, connection, delivered);
        }

        return written ? new(HookResult.Done, reading.Reply) : new(HookResult.Unavailable);
    }

    /// <summary>Marks what a CRM's own stream of changes told. False: it could not be written where every node sees it.</summary>
    internal Task<bool> HearAsync(WorkspaceName workspace, FedChanges told, CancellationToken cancellationToken)
    {
        if (told.Everybody)
        {
            return ExpireAsync(workspace, [], attributes: null, all: true, cancellationToken);
        }

        if (workspaces.Find(workspace) is not { } home)
        {
            return Task.FromResult(true);
        }

        // Of many new people each says that somebody is new: once is enough.
        var made = told.Changes.SelectMany(change => MarksOf(home, change)).DistinctBy(mark => (mark.Name, string.Join('\n', mark.Fields))).ToList();
        return made.Count == 0 ? Task.FromResult(true) : marks.WriteAsync(home, made).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Every identifier that we know of this person, the given one first: from what is stored, else by a short CRM read.
    /// Null when neither tells the id now: what is filed under it could not be erased.
    /// </summary>
    public async Task<IReadOnlyList<Identifier>?> NamesOfAsync(
        WorkspaceName workspace, Identifier person, CancellationToken cancellationToken) =>
        workspaces.Find(workspace) is { } home ? await dossier.NamesAsync(home, person, cancellationToken) : [person];

    /// <summary>Drops a person from memory and Redis on every node and spreads the erasure. The caller has put it in the ledger and on the <see cref="ErasureBoard"/>.</summary>
    /// <param name="workspace">Whose person.</param>
    /// <param name="people">All the person's identifiers, from <see cref="NamesOfAsync"/>.</param>
    /// <param name="at">When it was erased.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ForgetCounts> ForgetAsync(
        WorkspaceName workspace, IReadOnlyList<Identifier> people, Instant at, CancellationToken cancellationToken)
    {
        if (workspaces.Find(workspace) is not { } home)
        {
            return default;
        }

        var opaque = names.Of(workspace, people);
        var counts = await dossier.DropAsync(home, opaque).WaitAsync(cancellationToken);
        var made = opaque.Select(name => new Mark(name, [MarkField.Erased])).ToList();
        return counts with { Spread = await marks.WriteAsync(home, made, at).WaitAsync(cancellationToken) };
    }

    private IEnumerable<Mark> MarksOf(Workspace home, CrmChange change)
    {
        ProfileMeters.Changed(change.Kind != ChangeKind.Changed || IsRead(home, change.Attributes));
        if (change.Kind == ChangeKind.Created)
        {
            yield return new(Mark.Everybody, [MarkField.Created]);
        }

        var fields = change.Kind == ChangeKind.Deleted ? [MarkField.Deleted] : FieldsOf(home, change.Attributes);
        foreach (var name in fields.Count > 0 ? names.Of(home.Name, home.Here(change.Person)) : [])
        {
            yield return new(name, fields);
        }

        foreach (var name in change.NowAlso is { } now ? names.Of(home.Name, home.Here(now)) : [])
        {
            yield return new(name, [MarkField.Moved]);
        }
    }

    private static bool IsRead(Workspace home, IReadOnlyList<string>? attributes) => attributes is null || attributes.Any(home.Union.Reads);

    private IReadOnlyList<string> FieldsOf(Workspace home, IReadOnlyList<string>? attributes) => attributes switch
    {
        null => [MarkField.All],
        { Count: > PersonMarks.AttributesKept } => attributes.Any(home.IsName) ? [MarkField.All, MarkField.Moved] : [MarkField.All],
        _ => [.. attributes.Distinct().SelectMany(attribute => names.Tags(home.Name, attribute))],
    };
}
