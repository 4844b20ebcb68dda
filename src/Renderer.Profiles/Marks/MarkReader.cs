using System.Globalization;
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
        // The state is looked at before asking: a board that raises meanwhile takes the answer for what it is, too old.
        var board = workspace.Board;
        var state = board.State;
        string[] missing = [.. names.Append(Mark.Everybody).Distinct().Where(name => board.Find(name)?.ReadIn != state.Term)];
        if (missing.Length == 0)
        {
            return true;
        }

        // A replica may not have them yet, and that there is none is what is to be proved.
        RedisKey[] keys = [MarkKeys.Epoch(workspace.Name), .. missing.Select(name => MarkKeys.Of(workspace.Name, name))];
        var (answered, read) = await link.AskAsync(
            database => database.ScriptEvaluateAsync(MarkScripts.Read, keys, flags: CommandFlags.DemandMaster), limit);

        // Marks of another life than the board's, or of none, prove nothing: the next beat says which one it is.
        if (!answered || read!.IsNull || MarkMessage.GenerationOf((string?)read[0]) != state.Generation)
        {
            return false;
        }

        for (var i = 0; i < missing.Length; i++)
        {
            board.Learn(missing[i], Parse(read[i + 1]), state.Term);
        }

        return true;
    }

    private static PersonMarks Parse(RedisResult fields)
    {
        var marks = PersonMarks.None;
        for (var i = 0; i + 1 < fields.Length; i += 2)
        {
            if (long.TryParse((string?)fields[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var at))
            {
                marks = marks.With((string)fields[i]!, new Instant(at));
            }
        }

        return marks;
    }
}
