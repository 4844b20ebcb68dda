using System.Collections.Frozen;
using System.Security.Cryptography;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Who may call: keys are made, found, listed and revoked. Found in memory; the database is not asked per request.</summary>
public sealed class AccessKeys
{
    private const string CopyName = "keys.json";

    /// <summary>Unknown keys make the ledger be asked this often at most.</summary>
    private static readonly TimeSpan LeastBetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Database database;
    private readonly CopyFolder copies;
    private readonly TimeProvider clock;
    private readonly OneAtATime following = new();
    private volatile FrozenDictionary<string, AccessKey> known;
    private long seen = -1;
    private long lastLook;

    internal AccessKeys(Database database, CopyFolder copies, TimeProvider clock)
    {
        (this.database, this.copies, this.clock) = (database, copies, clock);
        known = ByHash(copies.Read<KeyRow[]>(CopyName) ?? []);
    }

    /// <summary>Makes a key of 256 random bits. Its text is in the answer and nowhere else; other nodes know it within a second.</summary>
    /// <param name="workspace">The workspace that it implies.</param>
    /// <param name="roles">What it may be used for; at least one.</param>
    /// <param name="templates">The templates that it names; empty for none in particular.</param>
    /// <param name="label">What stands in lists and in the audit; may be empty.</param>
    /// <param name="until">From then on it is refused; null: never.</param>
    /// <param name="who">Who makes it, for the audit.</param>
    /// <exception cref="LedgerUnavailableException">Nothing was made.</exception>
    public async Task<NewAccessKey> NewAsync(
        WorkspaceName workspace, Role roles, IReadOnlyList<string> templates, string label, DateTimeOffset? until, string who)
    {
        var text = KeyText.Make();
        return new NewAccessKey(await AddAsync(workspace, roles, templates, label, until, who, _ => KeyText.Hash(text)), text);
    }

    /// <summary>Makes a key whose holder signs instead of showing it: its secret is derived from its id elsewhere, and nothing of it is here.</summary>
    /// <param name="workspace">The workspace that it implies.</param>
    /// <param name="roles">What it may be used for; at least one.</param>
    /// <param name="templates">The templates that it names; empty for none in particular.</param>
    /// <param name="label">What stands in lists and in the audit; may be empty.</param>
    /// <param name="until">From then on it is refused; null: never.</param>
    /// <param name="who">Who makes it, for the audit.</param>
    /// <exception cref="LedgerUnavailableException">Nothing was made.</exception>
    public Task<AccessKey> NewSigningAsync(
        WorkspaceName workspace, Role roles, IReadOnlyList<string> templates, string label, DateTimeOffset? until, string who) =>
        AddAsync(workspace, roles, templates, label, until, who, KeyText.OfSigner);

    private async Task<AccessKey> AddAsync(
        WorkspaceName workspace, Role roles, IReadOnlyList<string> templates, string label, DateTimeOffset? until, string who, Func<string, string> hashOf)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)roles, (int)Role.None, nameof(roles));
        var id = RandomNumberGenerator.GetHexString(12, lowercase: true);
        var hash = hashOf(id);
        var key = new AccessKey
        {
            Id = id,
            Signs = hash == KeyText.OfSigner(id),
            Workspace = workspace,
            Roles = roles,
            Templates = [.. templates.Select(PlainText.Of)],
            Label = PlainText.Of(label),
            Created = clock.GetUtcNow(),
            Until = until,
        };
        await database.WriteAsync(async session =>
        {
            await Counters.NextAsync(session, Counters.Keys);
            await session.ExecuteAsync(
                """
                INSERT INTO access_key (id, workspace, hash, label, roles, templates, created_at, ends_at)
                VALUES (@Id, @Workspace, @Hash, @Label, @Roles, @Templates, @CreatedAt, @EndsAt)
                """,
                KeyRow.From(key, hash));
            return await AuditTrail.AppendAsync(session, new AuditEntry(clock.GetUtcNow(), workspace, who, AuditAction.KeyMade, key.Id));
        });
        Change(keys => keys.Append(new(hash, key)));
        return key;
    }

    /// <summary>The key that was presented; null when it is unknown, revoked or has ended.</summary>
    /// <exception cref="LedgerUnavailableException">It is not known here, and the ledger cannot be asked.</exception>
    public async ValueTask<AccessKey?> FindAsync(string presented)
    {
        return KeyText.LooksLikeOne(presented) ? await LookUpAsync(KeyText.Hash(presented)) : null;
    }

    /// <summary>The key whose holder signs under this id; null when it is unknown, revoked or has ended. Whether the signature holds is for the caller to see.</summary>
    /// <exception cref="LedgerUnavailableException">It is not known here, and the ledger cannot be asked.</exception>
    public ValueTask<AccessKey?> FindSigningAsync(string id) => LookUpAsync(KeyText.OfSigner(id));

    private async ValueTask<AccessKey?> LookUpAsync(string hash)
    {
        if (!known.TryGetValue(hash, out var key))
        {
            // It may have been made on another node a moment ago.
            await LookAgainAsync();
            key = known.GetValueOrDefault(hash);
        }

        return key is null || key.Until <= clock.GetUtcNow() ? null : key;
    }

    /// <summary>All keys of a workspace, newest first, the revoked ones too.</summary>
    /// <exception cref="LedgerUnavailableException"/>
    public async Task<IReadOnlyList<AccessKey>> ListAsync(WorkspaceName workspace, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync(
            session => session.QueryAsync<KeyRow>(
                $"SELECT {KeyRow.Columns} FROM access_key WHERE workspace = @workspace ORDER BY created_at DESC, id",
                new { workspace = workspace.ToString() }),
            cancellationToken);
        return [.. rows.Select(row => row.ToKey())];
    }

    /// <summary>Revokes a key; every node that reaches the ledger refuses it within a second.</summary>
    /// <returns>False when the workspace has no such key in use.</returns>
    /// <exception cref="LedgerUnavailableException">It was not revoked.</exception>
    public async Task<bool> RevokeAsync(WorkspaceName workspace, string id, string who)
    {
        var revoked = await database.WriteAsync(async session =>
        {
            await Counters.NextAsync(session, Counters.Keys);
            var rows = await session.ExecuteAsync(
                "UPDATE access_key SET revoked_at = @now WHERE workspace = @workspace AND id = @id AND revoked_at IS NULL",
                new { now = Instant.From(clock.GetUtcNow()).Micros, workspace = workspace.ToString(), id });
            return rows > 0 && await AuditTrail.AppendAsync(session, new AuditEntry(clock.GetUtcNow(), workspace, who, AuditAction.KeyRevoked, id));
        });
        Change(keys => keys.Where(one => one.Value.Id != id));
        return revoked;
    }

    /// <summary>Takes over the keys in use, where they changed.</summary>
    internal Task FollowAsync() => following.RunAsync(async () =>
    {
        Volatile.Write(ref lastLook, clock.GetTimestamp());
        var counter = await database.ReadAsync(session => Counters.ReadAsync(session, Counters.Keys));
        if (counter != seen)
        {
            var rows = await database.ReadAsync(session =>
                session.QueryAsync<KeyRow>($"SELECT {KeyRow.Columns} FROM access_key WHERE revoked_at IS NULL"));
            (known, seen) = (ByHash(rows), counter);
            copies.Write(CopyName, rows);
        }
    });

    private async ValueTask LookAgainAsync()
    {
        if (clock.GetElapsedTime(Volatile.Read(ref lastLook)) >= LeastBetweenLooks)
        {
            await FollowAsync();
        }
        else if (database.Fault is { } fault)
        {
            throw new LedgerUnavailableException(fault);
        }
    }

    /// <summary>At once on this node; the next look at the ledger says the same.</summary>
    private void Change(Func<IEnumerable<KeyValuePair<string, AccessKey>>, IEnumerable<KeyValuePair<string, AccessKey>>> change)
    {
        lock (following)
        {
            known = change(known).ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    private static FrozenDictionary<string, AccessKey> ByHash(IEnumerable<KeyRow> rows) =>
        rows.ToFrozenDictionary(row => row.Hash, row => row.ToKey(), StringComparer.Ordinal);
}
