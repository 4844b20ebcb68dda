using StackExchange.Redis;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>All that a Redis holds: keys, fields, values, members.</summary>
internal static class RedisDump
{
    public static async Task<IReadOnlyList<(string Where, byte[] Bytes)>> ReadAsync(string connectionString)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(connectionString);
        var database = connection.GetDatabase();
        var all = new List<(string, byte[])>();
        foreach (var key in connection.GetServers()[0].Keys(pattern: "*").ToList())
        {
            Add("key", key.ToString());
            switch (await database.KeyTypeAsync(key))
            {
                case RedisType.String:
                    Add("string", await database.StringGetAsync(key));
                    break;
                case RedisType.Hash:
                    foreach (var entry in await database.HashGetAllAsync(key))
                    {
                        Add("field", entry.Name);
                        Add("value", entry.Value);
                    }

                    break;
                case RedisType.List:
                    Array.ForEach(await database.ListRangeAsync(key), item => Add("item", item));
                    break;
                case RedisType.Set:
                    Array.ForEach(await database.SetMembersAsync(key), member => Add("member", member));
                    break;
                case RedisType.SortedSet:
                    Array.ForEach(await database.SortedSetRangeByRankAsync(key), member => Add("member", member));
                    break;
                case RedisType.Stream:
                    foreach (var field in (await database.StreamRangeAsync(key)).SelectMany(entry => entry.Values))
                    {
                        Add("field", field.Name);
                        Add("value", field.Value);
                    }

                    break;
                case RedisType.None:
                    break; // it ended meanwhile
                case var other:
                    throw new InvalidOperationException($"{key} is a {other}, which nobody searches.");
            }

            void Add(string what, RedisValue value) => all.Add(($"Redis {what} of {key}", (byte[]?)value ?? []));
        }

        return all;
    }
}
