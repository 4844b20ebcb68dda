namespace Renderer.Profiles.Crm.Protection;

/// <summary>The count of calls that nodes share. All keys of a call are one slot of a Redis Cluster.</summary>
internal static class WindowScripts
{
    /// <summary>
    /// KEYS: slots, nodes, sends that wait, the last grant, the day's count. ARGV: the slot's name, calls, span, lease, calls for this purpose,
    /// apart, 1 for a send, the day's calls for this purpose (-1: no limit), the node. Times in microseconds.
    /// Answers granted, microseconds to wait, nodes, the day's count.
    /// </summary>
    public const string Take = """
        local t = redis.call('TIME')
        local now = t[1] * 1000000 + t[2]
        local calls, span, lease, may, apart = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
        redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - 60000000)
        redis.call('ZADD', KEYS[2], string.format('%.0f', now), ARGV[9])
        redis.call('PEXPIRE', KEYS[2], 120000)
        local nodes = redis.call('ZCARD', KEYS[2])
        local day = tonumber(redis.call('GET', KEYS[5]) or '0')
        if tonumber(ARGV[8]) >= 0 and day >= tonumber(ARGV[8]) then return { 0, 1000000, nodes, day } end
        if calls > 0 then
          redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
          local used = redis.call('ZCARD', KEYS[1])
          local last = tonumber(redis.call('GET', KEYS[4]) or '0')
          local wait = 0
          if ARGV[7] ~= '1' and redis.call('EXISTS', KEYS[3]) == 1 then wait = 20000
          elseif used >= may then
            local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
            wait = math.max(1000, math.min(apart, (tonumber(first[2]) or now) - now))
          elseif used * 2 >= calls and now - last < apart then wait = last + apart - now end
          if wait > 0 then
            if ARGV[7] == '1' then redis.call('SET', KEYS[3], '1', 'PX', 250) end
            return { 0, string.format('%.0f', wait), nodes, day }
          end
          redis.call('ZADD', KEYS[1], string.format('%.0f', now + lease), ARGV[1])
          redis.call('PEXPIRE', KEYS[1], math.ceil((lease + span) / 1000))
          redis.call('SET', KEYS[4], string.format('%.0f', now), 'PX', math.ceil(span / 1000) + 1000)
        end
        day = redis.call('INCR', KEYS[5])
        redis.call('EXPIRE', KEYS[5], 172800)
        return { 1, 0, nodes, day }
        """;

    /// <summary>KEYS: slots, the day's count. ARGV: the slot's name, span in microseconds, 1 when a request left with it.</summary>
    public const string Leave = """
        local t = redis.call('TIME')
        if ARGV[3] == '1' then
          return redis.call('ZADD', KEYS[1], 'XX', string.format('%.0f', t[1] * 1000000 + t[2] + tonumber(ARGV[2])), ARGV[1])
        end
        redis.call('DECR', KEYS[2])
        return redis.call('ZREM', KEYS[1], ARGV[1])
        """;
}
