using Microsoft.AspNetCore.Http.Features;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;
using Renderer.Server.Jobs;
using Renderer.Server.Problems;
using Renderer.Server.Send;
using Renderer.Server.Wire;

namespace Renderer.Server.Prewarm;

/// <summary><c>POST /v1/prewarm/{template}</c>: takes a list of people, and has the cache filled with them.</summary>
internal static class PrewarmEndpoint
{
    /// <summary>About a gigabyte of list on disk.</summary>
    private const long MostPeople = 20_000_000;

    public static async Task<IResult> HandleAsync(
        string template, HttpContext http, TemplateLibrary library, ProfilePrewarm prewarm, JobDesk jobs, JobFolder folder, TimeProvider clock)
    {
        var caller = http.Caller();
        if (!caller.MayRender(template))
        {
            return Caller.NotThisTemplate();
        }

        var found = library.Find(caller.Workspace, template, null);
        if (found.Template is null)
        {
            return Refusals.Of(found.Failure, found.Diagnostics);
        }

        if (prewarm.AtOnce(caller.Workspace) == 0)
        {
            return new Problem(ProblemCode.BadParameter, "This workspace has no connection to fetch people from; add one to workspace.yaml.");
        }

        if (!jobs.HasRoom(caller.Workspace))
        {
            return new Problem(ProblemCode.RateLimited, $"This workspace has {JobDesk.MostOpen} jobs that have not ended; wait, or cancel one.") { RetryAfter = 60 };
        }

        var job = new Job
        {
            Id = JobDesk.NewId(),
            Workspace = caller.Workspace.ToString(),
            Kind = "prewarm",
            Template = template,
            CreatedAt = clock.GetUtcNow(),
        };
        var list = http.Request.Query["list"].ToString();
        if (list.Length > 0 && list != "connection")
        {
            return new Problem(ProblemCode.BadParameter, "'list' is 'connection', or left out where the list is the body.");
        }

        var (taken, problem) = list.Length > 0 ? (job with { OwnList = true }, null) : await TakeAsync(http, job, library.Settings(caller.Workspace), folder);
        if (problem is not null)
        {
            return problem;
        }

        await jobs.AddAsync(taken);
        http.Response.Headers.Location = $"/v1/jobs/{job.Id}";
        return Results.Json(JobJson.Show(taken, null, prewarm, clock), statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Puts the lines on disk as they come; what of it stays when the upload breaks off is removed.</summary>
    private static async Task<(Job Job, Problem? Problem)> TakeAsync(HttpContext http, Job job, WorkspaceSettings settings, JobFolder folder)
    {
        if (!Ndjson.IsNdjson(http.Request.ContentType))
        {
            return (job, new Problem(ProblemCode.UnsupportedMediaType, "Send the people as application/x-ndjson, one a line, or name ?list=connection."));
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // the limit holds for a line
        }

        var faulty = 0L;
        Problem? first = null;
        var whole = false;
        try
        {
            await using var writer = folder.NewList(job.Id);
            await foreach (var line in Ndjson.ReadAsync(http.Request.BodyReader, http.RequestAborted))
            {
                if (Read(line, settings, ref first) is not { } person)
                {
                    faulty++;
                }
                else if (writer.Count < MostPeople)
                {
                    await writer.AddAsync(person);
                }
                else
                {
                    return (job, new Problem(ProblemCode.BodyTooLarge, $"A list may have {MostPeople} people; send the rest as another."));
                }
            }

            if (writer.Count == 0)
            {
                return (job, first ?? new Problem(ProblemCode.RecipientMissing, "The list is empty. Send one recipient a line, such as {\"id\":\"…\"}."));
            }

            await writer.CompleteAsync();
            whole = true;
            return (job with { Total = writer.Count, Faulty = faulty }, null);
        }
        finally
        {
            if (!whole)
            {
                folder.Forget(job.Id);
            }
        }
    }

    private static Identifier? Read(NdjsonLine line, WorkspaceSettings settings, ref Problem? first)
    {
        if (line.Problem is { } tooLong)
        {
            first ??= tooLong;
            return null;
        }

        var (document, problem) = JsonBody.Parse(line.Bytes);
        using (document)
        {
            if (problem is null)
            {
                var (draft, fault) = RenderBody.ReadLine(document!.RootElement, settings);
                if (fault is null && draft.Recipient is { } person)
                {
                    return person;
                }

                problem = fault;
            }
        }

        first ??= problem ?? new Problem(ProblemCode.RecipientMissing, "Name one recipient in each line, such as {\"id\":\"…\"}.");
        return null;
    }
}
