namespace Renderer.Sandbox.Calls;

/// <summary><c>/sandbox/calls</c>: what was asked of the CRM and the token endpoint.</summary>
internal static class CallsEndpoint
{
    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        var calls = routes.ServiceProvider.GetRequiredService<CallLog>();
        routes.MapGet("/sandbox/calls", context => ShowAsync(context, calls));
        routes.MapDelete("/sandbox/calls", context =>
        {
            calls.Clear();
            return ShowAsync(context, calls);
        });
    }

    private static Task ShowAsync(HttpContext context, CallLog calls)
    {
        var (routes, last) = calls.Snapshot();
        return context.Response.WriteJsonAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("total", routes.Values.Sum());
            if (calls.Refused > 0)
            {
                writer.WriteNumber("refused", calls.Refused);
            }

            writer.WriteStartObject("routes");
            foreach (var (route, count) in routes)
            {
                writer.WriteNumber(route, count);
            }

            writer.WriteEndObject();
            writer.WriteStartArray("last");
            foreach (var call in last)
            {
                writer.WriteStartObject();
                writer.WriteString("route", call.Route);
                writer.WriteString("at", Wire.Instant(call.At));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
