namespace Renderer.Profiles.Marks;

/// <summary>
/// The scripts. All keys of one call carry the workspace as hash tag, so that they are one slot of a Redis Cluster.
/// A generation names one unbroken life of the marks: it is made anew when there is none, and when the server's
/// replication id is another one than it was made under (a restart or a failover, after which marks may be missing).
/// </summary>
internal static class MarkScripts
{
    private const string Life = """
        local info = redis.pcall('INFO', 'replication')
        local life, replicas = '', 0
        if type(info) == 'string' then
          life = string.match(info, 'master_replid:(%x+)') or ''
          replicas = tonumber(string.match(info, 'connected_slaves:(%d+)') or '0')
        end

        """;

    private const string Generation = Life + """
        local t = redis.call('TIME')
        local at = t[1] * 1000000 + t[2]
        local generation = redis.call('HGET', KEYS[1], 'g')
        if not generation or (redis.call('HGET', KEYS[1], 'r') or '') ~= life then
          generation = ARGV[2]
          redis.call('HSET', KEYS[1], 'g', generation, 'r', life, 'n', '0')
        end
        local last = tonumber(redis.call('HGET', KEYS[1], 'l') or '0')

        """;

    /// <summary>
    /// KEYS: epoch, guard. ARGV: channel, a new generation, milliseconds within which one beat of any node is enough, or 0 for one in any case.
    /// Answers TIME, replicas. Proves to every subscriber that it has all marks so far.
    /// </summary>
    public const string Beat = Generation + """
        local first = ARGV[3] == '0' or redis.pcall('SET', KEYS[2], '1', 'NX', 'PX', ARGV[3])
        if first then
          redis.call('PUBLISH', ARGV[1], (life == '' and 'u ' or 'b ') .. generation .. ' ' .. (redis.call('HGET', KEYS[1], 'n') or '0')
            .. ' ' .. string.format('%.0f', math.max(at, last)))
        end
        return { string.format('%.0f', at), replicas }
        """;

    /// <summary>
    /// KEYS: epoch, then one hash for each name. ARGV: channel, a new generation, milliseconds to keep, the earliest instant to stamp,
    /// then for each name the name and its fields joined by commas. Answers the instant stamped, replicas, and to how many
    /// subscribers it was sent (in a Redis Cluster only those of the same server).
    /// The instant asked for is believed for five seconds alone: every later mark is stamped after this one, and a caller whose clock is
    /// an hour ahead would push them all into the future.
    /// </summary>
    public const string Write = Generation + """
        at = math.max(at, last + 1, math.min(tonumber(ARGV[4]), at + 5000000))
        local stamp = string.format('%.0f', at)
        local message = ''
        for i = 2, #KEYS do
          local name, fields = ARGV[2 * i + 1], ARGV[2 * i + 2]
          for field in string.gmatch(fields, '[^,]+') do redis.call('HSET', KEYS[i], field, stamp) end
          redis.call('PEXPIRE', KEYS[i], ARGV[3])
          message = message .. ' ' .. name .. '=' .. fields
        end
        redis.call('HSET', KEYS[1], 'l', stamp)
        local epoch = redis.call('HINCRBY', KEYS[1], 'n', 1)
        local subscribers = redis.call('PUBLISH', ARGV[1], 'm ' .. generation .. ' ' .. string.format('%.0f', epoch) .. ' ' .. stamp .. message)
        return { stamp, replicas, subscribers }
        """;

    /// <summary>
    /// KEYS: epoch, then one hash for each name. Answers the generation and each hash; nothing where this server's life has none yet:
    /// one that came back empty, or took another's place, has no marks to show, which is no proof that there were none.
    /// </summary>
    public const string Read = Life + """
        local generation = redis.call('HGET', KEYS[1], 'g')
        if not generation or (redis.call('HGET', KEYS[1], 'r') or '') ~= life then return false end
        local all = { generation }
        for i = 2, #KEYS do all[i] = redis.call('HGETALL', KEYS[i]) end
        return all
        """;
}
