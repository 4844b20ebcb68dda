using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Renderer.Ledger;
using Renderer.Server.Access;
using Renderer.Server.Problems;

namespace Renderer.Server.Hosting;

/// <summary>What every request passes before its endpoint, in this order.</summary>
internal static class Steps
{
    public static void UseSteps(this WebApplication app, ServerOptions options)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = AnswerFaultAsync,
            AllowStatusCode404Response = true,
            SuppressDiagnosticsCallback = fault => fault.Exception is LedgerUnavailableException || IsOfTheClient(fault.Exception),
        });
        if (options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders(Forwarded(options));
        }

        app.UseStatusCodePages(context => AnswerStatusAsync(context.HttpContext));
        app.UseMiddleware<ManagementStep>();
        app.UseRouting();
        app.UseMiddleware<AccessStep>();
        app.UseOutputCache();
    }

    private static ForwardedHeadersOptions Forwarded(ServerOptions options)
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in options.TrustedProxies)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        return forwarded;
    }

    // A reset can reach the reader of the body before the server knows the request for aborted.
    private static bool IsOfTheClient(Exception fault) => fault is BadHttpRequestException or ConnectionResetException or ConnectionAbortedException;

    private static Task AnswerFaultAsync(HttpContext http)
    {
        var problem = http.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            BadHttpRequestException { StatusCode: 413 } => new Problem(ProblemCode.BodyTooLarge, "The request is larger than this server takes."),
            LedgerUnavailableException => new Problem(ProblemCode.Unavailable, "The ledger cannot do it now, so nothing was done; send it again.") { RetryAfter = 1 },
            BadHttpRequestException => new Problem(ProblemCode.BadJson, "The request ended early or is not valid HTTP; send it again, whole."),
            _ => new Problem(ProblemCode.Internal, "This is a fault of ours; the log has it under this trace_id."),
        };
        return problem.ExecuteAsync(http);
    }

    private static Task AnswerStatusAsync(HttpContext http) => http.Response.StatusCode switch
    {
        404 => new Problem(ProblemCode.NotFound, "No such route; GET /openapi/v1.json lists them.").ExecuteAsync(http),
        405 => new Problem(ProblemCode.MethodNotAllowed, $"This route takes: {http.Response.Headers.Allow}.").ExecuteAsync(http),
        415 => new Problem(ProblemCode.UnsupportedMediaType, "Send the body as application/json in UTF-8.").ExecuteAsync(http),
        _ => Task.CompletedTask,
    };
}
