using System.Globalization;
using System.Text;
using Renderer.Model;
using Renderer.Server.Passthrough.Sending;
using Renderer.Server.Problems;

namespace Renderer.Server.Passthrough;

/// <summary>Writes answers to the caller, the one owner of the headers that we add to them.</summary>
internal static class EspAnswers
{
    private const string SkippedHeader = "X-Renderer-Skipped";

    /// <summary>The code of a refusal of ours: what tells it from the ESP's own errors.</summary>
    private const string ErrorHeader = "X-Renderer-Error";

    /// <summary>Clients read heads of 8 to 16 KB; whom it does not name, it counts.</summary>
    private const int MostSkipped = 6 * 1024;

    public static Task WriteAsync(HttpContext http, EspReply reply, IReadOnlyList<RenderedMessage> skipped)
    {
        if (skipped.Count > 0)
        {
            http.Response.Headers[SkippedHeader] = Named(skipped);
        }

        return WriteAsync(http, reply);
    }

    public static Task RefuseAsync(HttpContext http, IEspApi api, Problem problem)
    {
        http.Response.Clear();
        return WriteAsync(http, Refusal(api, problem));
    }

    /// <summary>A refusal of ours in the ESP's words, with the headers that tell it from the ESP's own.</summary>
    public static EspReply Refusal(IEspApi api, Problem problem)
    {
        EspMetrics.Refused(problem.Code);
        var reply = api.Refuse(problem);
        var headers = reply.Headers.Append((ErrorHeader, problem.Code.Label()));
        return reply with
        {
            Headers = [.. problem.RetryAfter is { } seconds ? headers.Append(("Retry-After", seconds.ToString(CultureInfo.InvariantCulture))) : headers],
        };
    }

    private static async Task WriteAsync(HttpContext http, EspReply reply)
    {
        var response = http.Response;
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (reply.Status is >= 200 and not (204 or 304))
        {
            response.ContentLength = reply.Body.Length;
            await response.BodyWriter.WriteAsync(reply.Body, CancellationToken.None);
        }
    }

    /// <summary>Addresses and reasons: <c>ann@people.example;bounced, bob@people.example;profile_missing, +12</c>.</summary>
    private static string Named(IReadOnlyList<RenderedMessage> skipped)
    {
        var text = new StringBuilder();
        for (var i = 0; i < skipped.Count; i++)
        {
            var address = skipped[i].Message.Address;
            var name = $"{(i == 0 ? "" : ", ")}{(AmpSettings.IsAddress(address) ? address : Uri.EscapeDataString(address))};{Uri.EscapeDataString(skipped[i].SkipReason!)}";
            if (text.Length + name.Length > MostSkipped)
            {
                return text.Append(CultureInfo.InvariantCulture, $", +{skipped.Count - i}").ToString();
            }

            text.Append(name);
        }

        return text.ToString();
    }
}
