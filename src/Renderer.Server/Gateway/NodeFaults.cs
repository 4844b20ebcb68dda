using Yarp.ReverseProxy.Forwarder;

namespace Renderer.Server.Gateway;

/// <summary>How far a failed request got: what may be repeated, and what the caller is told, hang on it.</summary>
internal static class NodeFaults
{
    /// <summary>No connection came about: nothing of the request has reached any node.</summary>
    public static bool NeverReached(IForwarderErrorFeature error) =>
        error.Error == ForwarderError.NoAvailableDestinations
        || (error is { Error: ForwarderError.Request, Exception: HttpRequestException failed }
            && failed.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError);

    /// <summary>The node went away, or never was there, before any of its answer came.</summary>
    public static bool Unanswered(IForwarderErrorFeature error) =>
        error.Error is ForwarderError.NoAvailableDestinations or ForwarderError.Request;
}
