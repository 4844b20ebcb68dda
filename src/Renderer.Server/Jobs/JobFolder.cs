using System.Text.Json;
using System.Text.Json.Serialization;
using Renderer.Model;

namespace Renderer.Server.Jobs;

/// <summary>This node's jobs on disk: a file for each, replaced whole, and beside it the list of people while it is needed. Both sealed.</summary>
/// <param name="folder">Below the node's state.</param>
/// <param name="sealing">Seals them: a page of a CRM's list may be named by a person.</param>
internal sealed class JobFolder(string folder, ISealing sealing)
{
    private const string Purpose = "job";
    private static readonly JsonSerializerOptions Format = new() { Converters = { new JsonStringEnumConverter() } };

    public string ListOf(string id) => Path.Combine(folder, $"{id}.list");

    /// <summary>Makes a place for a new job's list.</summary>
    public SpoolWriter NewList(string id)
    {
        Directory.CreateDirectory(folder);
        return Spool.Create(ListOf(id), sealing);
    }

    /// <summary>Reads a job's list from a place on.</summary>
    public IAsyncEnumerable<(Identifier[]? People, long Next)> ReadListAsync(string id, long from) => Spool.ReadAsync(ListOf(id), sealing, from);

    public void Save(Job job)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{job.Id}.job");
        var next = path + ".next";
        File.WriteAllBytes(next, sealing.Seal(Purpose, JsonSerializer.SerializeToUtf8Bytes(job, Format)));
        File.Move(next, path, overwrite: true);
        if (job.HasEnded)
        {
            File.Delete(ListOf(job.Id));
        }
    }

    public void Forget(string id)
    {
        File.Delete(ListOf(id));
        File.Delete(Path.Combine(folder, $"{id}.job"));
    }

    /// <summary>All jobs that can still be read; lists that belong to none are removed.</summary>
    public IReadOnlyList<Job> Load()
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var jobs = Directory.GetFiles(folder, "*.job")
            .Select(path => sealing.Open(Purpose, File.ReadAllBytes(path)) is { } open ? JsonSerializer.Deserialize<Job>(open, Format) : null)
            .OfType<Job>().ToList();
        foreach (var list in Directory.GetFiles(folder, "*.list").Where(list => jobs.All(job => job.HasEnded || ListOf(job.Id) != list)))
        {
            File.Delete(list);
        }

        return jobs;
    }
}
