using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Caching.Distributed;
using Renderer.Model;

namespace Renderer.Server.Jobs;

/// <summary>How a job stands, for the other nodes, and what they want of it. Over the shared cache: while that is away a job runs on, and is seen on its
/// own node alone.</summary>
internal sealed class JobBoard(IDistributedCache cache, ISealing sealing)
{
    private const string Purpose = "job board";
    private static readonly DistributedCacheEntryOptions Kept = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromDays(7) };

    /// <summary>Shows how it stands.</summary>
    public Task ShowAsync(Job job, double? pace) =>
        cache.SetAsync(Key(job.Workspace, job.Id), sealing.Seal(Purpose, JsonSerializer.SerializeToUtf8Bytes(new Standing(job with { At = null }, pace))), Kept);

    /// <summary>How another node's job stands; null where none is known.</summary>
    public async Task<(Job Job, double? Pace)?> FindAsync(WorkspaceName workspace, string id, CancellationToken cancellationToken) =>
        await cache.GetAsync(Key(workspace.ToString(), id), cancellationToken) is { } held && sealing.Open(Purpose, held) is { } open
        && JsonSerializer.Deserialize<Standing>(open) is { } standing
            ? (standing.Job, standing.Pace)
            : null;

    /// <summary>Asks its node to end it.</summary>
    public Task CancelAsync(Job job) => cache.SetAsync(Key(job.Workspace, job.Id) + ":cancel", "1"u8.ToArray(), Kept);

    /// <summary>Whether any node asked for its end.</summary>
    public async Task<bool> IsCancelledAsync(Job job) => await cache.GetAsync(Key(job.Workspace, job.Id) + ":cancel") is not null;

    private string Key(string workspace, string id) => $"{workspace}:job:{sealing.Opaque("job", Encoding.UTF8.GetByteCount(id) > 64 ? "" : id)}";

    private sealed record Standing(Job Job, double? Pace);
}
