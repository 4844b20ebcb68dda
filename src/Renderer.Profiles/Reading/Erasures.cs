using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Reading;

/// <summary>What the ledger says of erasures, as this room needs it.</summary>
internal sealed class Erasures(ErasureBoard board, SharedClock clock, TimeProvider time, ProfilesOptions options)
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    /// <summary>The ledger was read at least once.</summary>
    public bool Known => board.KnownUntil != Instant.Never;

    /// <summary>The ledger has not been read lately: by this node's own clock, as the ledger's reader has it, not by the one that nodes share.</summary>
    public bool AreLate => Instant.From(time.GetUtcNow()) - board.KnownUntil > Late;

    /// <summary>When any name of this person was last erased; <see cref="Instant.Never"/> when none was.</summary>
    public Instant At(Workspace workspace, Entry entry, Identifier asked)
    {
        var latest = board.ErasedAt(workspace.Name, asked) ?? Instant.Never;
        foreach (var name in entry.Identifiers)
        {
            if (name != asked)
            {
                latest = Instant.Later(latest, board.ErasedAt(workspace.Name, name) ?? Instant.Never);
            }
        }

        return latest;
    }

    /// <summary>Whether this must not be stored: erased within the hold, gone since it was fetched, or nobody can tell.</summary>
    public bool Forbid(Workspace workspace, Entry entry, Identifier asked)
    {
        if (!Known)
        {
            return true;
        }

        // See Judge: a begin that cannot be compared is older than it says.
        var begun = entry.Generation == 0 ? Instant.Never : entry.Begun;
        var erased = At(workspace, entry, asked);
        foreach (var name in entry.Names)
        {
            if (workspace.Board.Find(name) is { } marks)
            {
                erased = Instant.Later(erased, marks.Erased);
                if (marks.Gone != Instant.Never && marks.Gone >= begun)
                {
                    return true;
                }
            }
        }

        return erased != Instant.Never && (erased >= begun || erased + options.ErasureHold > clock.Now);
    }
}
