using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Published versions of templates, immutable, and the pointer to the current one of each, which every node follows within a second.</summary>
public sealed class PublishedVersions
{
    /// <summary>How many versions of a template are kept, beside the current one: 20.</summary>
    public const int Kept = 20;

    private const string CopyName = "pointers.json";

    private readonly Database database;
    private readonly CopyFolder copies;
    private readonly BundleCopies bundles;
    private readonly TimeProvider clock;
    private readonly OneAtATime following = new();
    private volatile PointerMap map;
    private ConfigurationReloadToken moved = new();

    internal PublishedVersions(Database database, CopyFolder copies, TimeProvider clock)
    {
        (this.database, this.copies, this.clock, bundles) = (database, copies, clock, new BundleCopies(copies));
        map = PointerMap.From(copies.Read<PointerMap.Copy>(CopyName));
    }

    /// <summary>The current versions of a workspace, as this node knows them: from memory, so it may be asked for every request.</summary>
    public Pointers Pointers(WorkspaceName workspace) => map.Of(workspace);

    /// <summary>Fires once when a pointer of any workspace has moved; for <see cref="ChangeToken.OnChange(Func{IChangeToken?}, Action)"/>.</summary>
    public IChangeToken Watch() => Volatile.Read(ref moved);

    /// <summary>Stores a version, unless it is there already, and moves the pointer to it. Older ones beyond the last 20 are deleted.</summary>
    /// <param name="workspace">Whose template.</param>
    /// <param name="template">Its name: a folder's.</param>
    /// <param name="version">The hash of everything that it reads: letters and digits.</param>
    /// <param name="files">Relative path with '/' to content.</param>
    /// <param name="who">Who publishes.</param>
    /// <exception cref="LedgerUnavailableException">It was not published.</exception>
    public async Task<VersionInfo> PublishAsync(
        WorkspaceName workspace, string template, string version, IReadOnlyDictionary<string, byte[]> files, string who)
    {
        VersionNames.Check(template, version);
        var now = clock.GetUtcNow();
        var bundle = Bundle.Pack(files);
        var row = new
        {
            workspace = workspace.ToString(),
            template,
            version,
            sha256 = Bundle.Hash(bundle),
            bundle,
            at = Instant.From(now).Micros,
            who,
            Kept,
        };
        await database.WriteAsync(async session =>
        {
            var seq = await Counters.NextAsync(session, Counters.Pointers);
            await session.ExecuteAsync(VersionSql.Store, new { row.workspace, row.template, row.version, seq, row.sha256, row.bundle, row.at, row.who });
            await session.ExecuteAsync(VersionSql.Point, row);
            await session.ExecuteAsync(VersionSql.Prune, row);
            return await AuditTrail.AppendAsync(session, new AuditEntry(now, workspace, who, AuditAction.Published, $"{template}@{version}"));
        });
        bundles.Write(row.workspace, template, version, row.sha256, bundle);
        await FollowIfReachableAsync();
        return new VersionInfo(version, now, who, Current: true);
    }

    /// <summary>Moves the pointer back.</summary>
    /// <param name="workspace">Whose template.</param>
    /// <param name="template">Its name.</param>
    /// <param name="version">The version to go to; null for the one published before the current one.</param>
    /// <param name="who">Who does it.</param>
    /// <returns>The version that is current now; null when there is no such version, and nothing moved.</returns>
    /// <exception cref="LedgerUnavailableException">Nothing moved.</exception>
    public async Task<VersionInfo?> RollbackAsync(WorkspaceName workspace, string template, string? version, string who)
    {
        var now = clock.GetUtcNow();
        var target = await database.WriteAsync(async session =>
        {
            await Counters.NextAsync(session, Counters.Pointers);
            var key = new { workspace = workspace.ToString(), template, version, at = Instant.From(now).Micros, who };
            var found = await session.FirstOrDefaultAsync<VersionRow>(version is null ? VersionSql.Previous : VersionSql.One, key);
            if (found is not null)
            {
                await session.ExecuteAsync(VersionSql.Point, new { key.workspace, key.template, version = found.Version, key.at, key.who });
                await AuditTrail.AppendAsync(session, new AuditEntry(now, workspace, who, AuditAction.RolledBack, $"{template}@{found.Version}"));
            }

            return found;
        });
        await FollowIfReachableAsync();
        return target?.ToInfo(target.Version);
    }

    /// <summary>The last 20 versions of a template, newest first, and the current one where it is older; empty when it was never published.</summary>
    /// <exception cref="LedgerUnavailableException"/>
    public async Task<IReadOnlyList<VersionInfo>> ListAsync(WorkspaceName workspace, string template, CancellationToken cancellationToken = default)
    {
        var key = new { workspace = workspace.ToString(), template };
        var rows = await database.ReadAsync(session => session.QueryAsync<VersionRow>(VersionSql.All, key), cancellationToken);
        return [.. rows.Select(row => row.ToInfo(row.Pointer))];
    }

    /// <summary>The files of a version, from this node's copy or from the ledger; null when neither has it.</summary>
    /// <exception cref="LedgerUnavailableException">There is no copy here, and the ledger cannot be asked.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>?> LoadAsync(
        WorkspaceName workspace, string template, string version, CancellationToken cancellationToken = default)
    {
        if (!VersionNames.AreGood(template, version))
        {
            return null;
        }

        var key = new { workspace = workspace.ToString(), template, version };
        if (bundles.Read(key.workspace, template, version) is { } copy)
        {
            return Bundle.Unpack(copy);
        }

        var (sha256, bundle) = await database.ReadAsync(
            session => session.FirstOrDefaultAsync<(string Sha256, byte[] Bundle)>(VersionSql.Load, key), cancellationToken);
        if (bundle is null)
        {
            return null;
        }

        if (Bundle.Hash(bundle) != sha256)
        {
            throw new InvalidDataException($"Version {version} of template {template} is damaged in the ledger. Publish it again, or roll back.");
        }

        bundles.Write(key.workspace, template, version, sha256, bundle);
        return Bundle.Unpack(bundle);
    }

    /// <summary>Takes over the pointers where they moved, and copies what they point to.</summary>
    internal Task FollowAsync() => following.RunAsync(FollowOnceAsync);

    private async Task FollowOnceAsync()
    {
        var change = await database.ReadAsync(session => Counters.ReadAsync(session, Counters.Pointers));
        if (change == map.Change)
        {
            return;
        }

        var rows = await database.ReadAsync(session =>
            session.QueryAsync<PointerMap.Row>("SELECT workspace, template, version FROM pointer"));
        foreach (var row in rows.Where(row => !map.Has(row)))
        {
            await CopyAsync(row);
        }

        map = new PointerMap(change, rows);
        copies.Write(CopyName, map.ToCopy());
        Interlocked.Exchange(ref moved, new ConfigurationReloadToken()).OnReload();
    }

    private async Task CopyAsync(PointerMap.Row row)
    {
        var workspace = WorkspaceName.TryParse(row.Workspace, out var name) ? name : default;
        try
        {
            await LoadAsync(workspace, row.Template, row.Version);
            bundles.Keep(row.Workspace, row.Template, [.. (await ListAsync(workspace, row.Template)).Select(version => version.Version)]);
        }
        catch (InvalidDataException)
        {
            // Whoever loads it is told. The other templates' pointers must not wait for it.
        }
    }

    /// <summary>The pointer has moved already; this node follows now or with its next look.</summary>
    private async Task FollowIfReachableAsync()
    {
        try
        {
            await following.RunFreshAsync(FollowOnceAsync);
        }
        catch (LedgerUnavailableException)
        {
        }
    }
}
