using System.Text.Json;
using Renderer.Sandbox.Play;

namespace Renderer.Sandbox.Salesforce.Events;

/// <summary><c>POST /sandbox/changes</c>: what goes wrong with change events. <c>{"gap":"GAP_OVERFLOW","records":["003*"]}</c>, <c>{"forget":true}</c>, <c>{"send_away":true}</c>.</summary>
internal static class ChangesEndpoint
{
    private static readonly string[] Gaps = ["GAP_CREATE", "GAP_UPDATE", "GAP_DELETE", "GAP_UNDELETE", "GAP_OVERFLOW"];

    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        var log = routes.ServiceProvider.GetRequiredService<ChangeEventLog>();
        routes.MapPost("/sandbox/changes", context => PostAsync(context, log));
    }

    private static async Task PostAsync(HttpContext context, ChangeEventLog log)
    {
        var (document, problem) = await PlayBody.ReadAsync(context.Request);
        using var body = document;
        if (problem is null && body!.RootElement.ValueKind != JsonValueKind.Object)
        {
            problem = Problem.Parameter("Send one object, as {\"gap\":\"GAP_OVERFLOW\",\"records\":[\"003*\"]}.");
        }

        var gap = problem is null && body!.RootElement.TryGetProperty("gap", out var named) ? Crm.CrmBody.Text(named) : null;
        if (problem is null && gap is not null && !Gaps.Contains(gap))
        {
            problem = Problem.Parameter($"gap is one of {string.Join(", ", Gaps)}.");
        }

        if (problem is not null)
        {
            await problem.WriteAsync(context);
            return;
        }

        if (Is(body!.RootElement, "forget"))
        {
            log.ForgetAll();
        }

        if (gap is not null)
        {
            log.Add(Crm.CrmBody.Texts(body.RootElement, "records") ?? [], gap);
        }

        if (Is(body.RootElement, "send_away"))
        {
            log.SendAway();
        }

        context.Response.StatusCode = 204;
    }

    private static bool Is(JsonElement body, string name) => body.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.True;
}
