using System.Security.Cryptography;
using Renderer.Model;
using Renderer.Profiles.Cache;

namespace Renderer.Profiles.Reading;

/// <summary>One fetch of a person at a time across nodes. Only speed hangs on it: an owner that dies holds it until it expires.</summary>
internal sealed class NodeLock(RedisLink link)
{
    private const string CompareAndDelete = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
        return 0
        """;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Tries to take the turn.</summary>
    /// <returns>The token to leave with; "" when another node has the turn; null when Redis cannot say.</returns>
    public async ValueTask<string?> TryEnterAsync(WorkspaceName workspace, string name, TimeSpan keep, TimeSpan limit)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var (answered, entered) = await link.AskAsync(
            database => database.StringSetAsync(Key(workspace, name), token, keep < Longest ? keep : Longest, StackExchange.Redis.When.NotExists), limit);
        return answered ? (entered ? token : "") : null;
    }

    /// <summary>Gives the turn away, if it is still ours.</summary>
    public async Task LeaveAsync(WorkspaceName workspace, string name, string token) =>
        await link.AskAsync(
            database => database.ScriptEvaluateAsync(CompareAndDelete, [Key(workspace, name)], [token]), RedisLink.Patience);

    private static string Key(WorkspaceName workspace, string name) => $"r:{workspace}:l:{name}";
}
