using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Reading;
using StackExchange.Redis;

namespace Renderer.Profiles.Marks;

/// <summary>Reads from Redis what a board cannot vouch for, once a term.</summary>
internal sealed class MarkReader(RedisLink link)
{
    /// <summary>Puts all marks of these names and of the whole workspace on the board, in one question.</summary>
    /// <param name="workspace">Whose board.</param>
    /// <param name="names">Opaque names.</param>
    /// <param name="limit">How long to wait.</param>
    /// <returns>False when Redis did not answer.</returns>
    public async ValueTask<bool> LearnAsync(Workspace workspace, IEnumerable<string> names, TimeSpan limit)
    {
        // The term is looked at before asking: a board that raises meanwhile takes the answer for what it is, too old.
        var board = workspace.Board;
        var term = board.State.Term;
        string[] missing = [.. names.Append(Mark.Everybody).Distinct().Where(name => board.Find(name)?.ReadIn != term)];
        if (missing.Length == 0)
        {
            return true;
        }

        // A replica may not have them yet, and that there is none is what is to be proved.
        var (answered, hashes) = await link.AskAsync(
            database => Task.WhenAll(missing.Select(name => database.HashGetAllAsync(MarkKeys.Of(workspace.Name, name), CommandFlags.DemandMaster))), limit);
        if (!answered)
        {
            return false;
        }

        for (var i = 0; i < missing.Length; i++)
        {
            board.Learn(missing[i], Parse(hashes![i]), term);
        }

        return true;
    }

    private static PersonMarks Parse(HashEntry[] fields)
    {
        var marks = PersonMarks.None;
        foreach (var field in fields)
        {
            if (field.Value.TryParse(out long at))
            {
                marks = marks.With(field.Name.ToString(), new Instant(at));
            }
        }

        return marks;
    }
}
