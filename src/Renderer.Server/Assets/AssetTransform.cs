using System.Net;
using System.Net.Http.Headers;
using Renderer.Model;
using Yarp.ReverseProxy.Forwarder;

namespace Renderer.Server.Assets;

/// <summary>
/// What passes between a caller and an origin: of the request its method alone, of the answer a file of an admitted type and size.
/// Nothing is inherited: no header, cookie or credential goes either way, and a range is answered whole.
/// </summary>
internal sealed class AssetTransform(AssetOrigin origin, Uri target) : HttpTransformer
{
    private static readonly ProductInfoHeaderValue Agent = new("Renderer", "1");

    /// <summary>How it ended, as far as the origin's answer tells.</summary>
    public AssetResult Result { get; private set; }

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        proxyRequest.RequestUri = target;
        proxyRequest.Headers.UserAgent.Add(Agent);
        foreach (var type in origin.Types)
        {
            proxyRequest.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return false; // the origin did not answer: the forwarder tells why
        }

        Result = Judge(proxyResponse);
        if (Result != AssetResult.Served)
        {
            return false;
        }

        AssetHeaders.Write(httpContext.Response, proxyResponse, proxyResponse.Content.Headers.ContentType!, origin);
        var length = proxyResponse.Content.Headers.ContentLength;
        var body = await proxyResponse.Content.ReadAsStreamAsync(cancellationToken);
        proxyResponse.Content = new StreamContent(new CappedStream(body, origin.MaxBytes, () => Result = AssetResult.TooLarge)) { Headers = { ContentLength = length } };
        return true;
    }

    public override ValueTask TransformResponseTrailersAsync(HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    private AssetResult Judge(HttpResponseMessage answer) => answer switch
    {
        { StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Gone } => AssetResult.Missing,
        { StatusCode: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest } => AssetResult.Moved,
        { StatusCode: not HttpStatusCode.OK } => AssetResult.Refused,
        { Content.Headers.ContentEncoding.Count: > 0 } => AssetResult.WrongType, // of a kind that the handler does not undo
        { Content.Headers.ContentType: var type } when !Admits(type?.MediaType) => AssetResult.WrongType,
        { Content.Headers.ContentLength: { } length } when length > origin.MaxBytes => AssetResult.TooLarge,
        _ => AssetResult.Served,
    };

    private bool Admits(string? type) => type is not null && origin.Types.Any(admitted =>
        admitted.EndsWith("/*", StringComparison.Ordinal)
            ? type.StartsWith(admitted[..^1], StringComparison.OrdinalIgnoreCase)
            : type.Equals(admitted, StringComparison.OrdinalIgnoreCase));
}
