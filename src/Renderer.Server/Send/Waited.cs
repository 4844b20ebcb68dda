using System.Globalization;
using Renderer.Model;

namespace Renderer.Server.Send;

/// <summary>What a gateway has spent of a caller's budget on a node that died: <c>X-Renderer-Waited</c>, in ms. Whoever sends it shortens their own budget.</summary>
internal static class Waited
{
    public const string Header = "X-Renderer-Waited";

    public static Budget Of(HttpRequest request, Budget budget) =>
        int.TryParse(request.Headers[Header], NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? budget.Less(TimeSpan.FromMilliseconds(ms)) : budget;
}
