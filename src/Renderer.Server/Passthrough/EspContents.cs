using Renderer.Server.Author;
using Renderer.Server.Passthrough.Bodies;
using Renderer.Server.Passthrough.Marks;
using Renderer.Server.Problems;
using Renderer.Server.Send;

namespace Renderer.Server.Passthrough;

/// <summary>Reads the body of a request that sends mails, and looks whether anything in it is ours to render.</summary>
internal sealed class EspContents(PublishedTemplates templates)
{
    private const string TemplateHeader = "X-Renderer-Template";

    public async ValueTask<EspContent> ReadAsync(EspCall call, IEspApi api)
    {
        if (await call.BodyAsync() is not { } body)
        {
            return new EspContent { Problem = new Problem(ProblemCode.BodyTooLarge, $"A request may have at most {EspCall.MostBytes >> 20} MB.") };
        }

        if (call.Headers[TemplateHeader].ToString() is { Length: > 0 } name)
        {
            var found = await templates.FindAsync(call.Caller.Workspace, name, null, call.Http.RequestAborted);
            if (found.Template is null)
            {
                return new EspContent { Problem = Refusals.Of(found.Failure, found.Diagnostics) };
            }

            call.Fill = found.Template;
        }

        var (plain, problem) = await InflateAsync(call, body);
        var content = new EspContent { Body = body, Plain = plain, Problem = problem };
        if (problem is not null || (call.IsInflated && plain is null) || (call.Fill is null && !api.HidesMarks(call) && !MarkSearch.MayStandIn(plain ?? body)))
        {
            return content;
        }

        try
        {
            var (mail, unread) = await api.ReadAsync(call, plain ?? body);
            (content.Mail, content.Problem) = (mail, unread);
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>The body inflated; null where it is not compressed, or cannot be inflated: then it passes, and the ESP says what is wrong with it.</summary>
    private static async ValueTask<(Spool? Plain, Problem? Problem)> InflateAsync(EspCall call, Spool body)
    {
        var encoding = call.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        call.IsInflated = true;
        await using var compressed = new SplicedStream(Spliced.Whole(body));
        await using var inflating = Inflating.Open(compressed, encoding);
        if (inflating is null)
        {
            return default;
        }

        try
        {
            var plain = await call.SpoolAsync(inflating);
            return (plain, plain is null ? new Problem(ProblemCode.BodyTooLarge, $"A request may have at most {EspCall.MostBytes >> 20} MB, inflated.") : null);
        }
        catch (InvalidDataException)
        {
            return default;
        }
    }
}

/// <summary>A request's body, and the mails in it where there is something of ours in them.</summary>
internal sealed class EspContent : IDisposable
{
    /// <summary>As it came; the call's own.</summary>
    public Spool? Body { get; init; }

    /// <summary>Inflated, where it came compressed.</summary>
    public Spool? Plain { get; init; }

    /// <summary>The mails to render; null where it passes as it came.</summary>
    public EspMail? Mail { get; set; }

    /// <summary>Why it can neither be sent nor pass.</summary>
    public Problem? Problem { get; set; }

    public void Dispose() => Plain?.Dispose();
}
