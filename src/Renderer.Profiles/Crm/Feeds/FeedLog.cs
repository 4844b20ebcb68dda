using Microsoft.Extensions.Logging;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Feeds;

/// <summary>Says once what becomes of a feed, not at every attempt.</summary>
internal sealed partial class FeedLog(WorkspaceName workspace, string connection, ILogger logger)
{
    private FeedEnd? last;
    private bool began;

    /// <summary>It is this node's turn.</summary>
    public void Begun()
    {
        if (!began)
        {
            began = true;
            Log.Begun(logger, workspace, connection);
        }
    }

    /// <summary>It ended, and will be tried again.</summary>
    public void Ended(FeedEnd why)
    {
        if (last != why)
        {
            last = why;
            Log.Ended(logger, workspace, connection, why);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Connection {Connection} of workspace {Workspace}: this node follows the CRM's stream of changes.")]
        public static partial void Begun(ILogger logger, WorkspaceName workspace, string connection);

        [LoggerMessage(2, LogLevel.Warning, "Connection {Connection} of workspace {Workspace}: the CRM's stream of changes ended ({Why}); it is followed again from where it ended. Refused: check what the app may read; PlaceLost: everybody is read again.")]
        public static partial void Ended(ILogger logger, WorkspaceName workspace, string connection, FeedEnd why);
    }
}
