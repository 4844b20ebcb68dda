using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Which slots are switched off, in mails already delivered too: kept durably, followed by every node twice a second, copied for a start without the database.</summary>
public sealed class SlotSwitches
{
    private const string CopyName = "slots.json";

    private readonly Database database;
    private readonly CopyFolder copies;
    private readonly TimeProvider clock;
    private readonly OneAtATime following = new();
    private readonly Lock gate = new();
    private volatile SwitchMap map;

    internal SlotSwitches(Database database, CopyFolder copies, TimeProvider clock)
    {
        (this.database, this.copies, this.clock) = (database, copies, clock);
        map = SwitchMap.From(copies.Read<SwitchMap.Copy>(CopyName));
    }

    /// <summary>Whether a slot shows its fallback, as this node knows it: from memory, so it may be asked for every request.</summary>
    public bool IsOff(WorkspaceName workspace, string template, string slot) => map.IsOff(workspace, template, slot);

    /// <summary>The slots of a template that are off, by name.</summary>
    public IReadOnlyList<string> Off(WorkspaceName workspace, string template) => map.Off(workspace, template);

    /// <summary>Switches a slot off or on. When this returns it is durable, and holds on this node; on other nodes within a second. Saying it again changes nothing.</summary>
    /// <param name="workspace">Whose template.</param>
    /// <param name="template">Its name.</param>
    /// <param name="slot">The slot's name.</param>
    /// <param name="isOff">Off, or on again.</param>
    /// <param name="who">Who asked for it, for the audit.</param>
    /// <exception cref="LedgerUnavailableException">Nothing was switched: 503, and the caller tries again.</exception>
    public async Task SetAsync(WorkspaceName workspace, string template, string slot, bool isOff, string who)
    {
        var now = clock.GetUtcNow();
        var row = new { workspace = workspace.ToString(), template, slot, at = Instant.From(now).Micros, who = PlainText.Of(who) };
        var after = await database.WriteAsync(async session =>
        {
            var change = await Counters.NextAsync(session, Counters.Slots);
            await session.ExecuteAsync(
                isOff
                    ? """
                      INSERT INTO slot_switch (workspace, template, slot, changed_at, changed_by) VALUES (@workspace, @template, @slot, @at, @who)
                      ON CONFLICT (workspace, template, slot) DO NOTHING
                      """
                    : "DELETE FROM slot_switch WHERE workspace = @workspace AND template = @template AND slot = @slot",
                row);
            await AuditTrail.AppendAsync(
                session, new AuditEntry(now, workspace, who, AuditAction.Changed, $"slot {template}/{slot} {(isOff ? "off" : "on")}"));
            return new SwitchMap(change, await ReadAsync(session));
        });
        lock (gate)
        {
            // Of two changes at once the later one has seen the other.
            if (after.Change >= map.Change)
            {
                Hold(after);
            }
        }
    }

    /// <summary>Learns what other nodes were told.</summary>
    internal Task FollowAsync() => following.RunAsync(async () =>
    {
        var before = map;
        var change = await database.ReadAsync(session => Counters.ReadAsync(session, Counters.Slots));
        if (change == before.Change)
        {
            return;
        }

        var next = new SwitchMap(change, await database.ReadAsync(ReadAsync));
        lock (gate)
        {
            // What was switched here meanwhile is newer; the next look takes what that did not see.
            if (map == before)
            {
                Hold(next);
            }
        }
    });

    // Under the gate, so that the copy is of what holds.
    private void Hold(SwitchMap next)
    {
        map = next;
        copies.Write(CopyName, next.ToCopy());
    }

    private static Task<IReadOnlyList<SwitchMap.Row>> ReadAsync(Session session) =>
        session.QueryAsync<SwitchMap.Row>("SELECT workspace, template, slot FROM slot_switch");
}
