using Renderer.Model;
using StackExchange.Redis;

namespace Renderer.Profiles.Marks;

/// <summary>Where a workspace's marks are in Redis. The braces are Redis Cluster's hash tag: one workspace's marks are one slot.</summary>
internal static class MarkKeys
{
    public static RedisKey Epoch(WorkspaceName workspace) => $"r:{{{workspace}}}:epoch";

    public static RedisKey Guard(WorkspaceName workspace) => $"r:{{{workspace}}}:beat";

    public static RedisKey Of(WorkspaceName workspace, string name) => $"r:{{{workspace}}}:m:{name}";

    public static RedisChannel Channel(WorkspaceName workspace) => RedisChannel.Literal($"r:{{{workspace}}}:marks");

    /// <summary>Where nodes say which marks they have.</summary>
    public static RedisChannel Heard(WorkspaceName workspace) => RedisChannel.Literal($"r:{{{workspace}}}:heard");
}
