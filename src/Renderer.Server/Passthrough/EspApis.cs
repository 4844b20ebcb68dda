using Renderer.Model;
using Renderer.Server.Passthrough.SendGrid;

namespace Renderer.Server.Passthrough;

/// <summary>The ESPs whose APIs can be passed through, by kind.</summary>
internal static class EspApis
{
    private static readonly Dictionary<EspKind, IEspApi> ByKind = new IEspApi[]
    {
        new SendGridApi(),
    }.ToDictionary(api => api.Kind);

    /// <summary>How one kind's API is spoken; null for a kind that takes no mail.</summary>
    public static IEspApi? Find(EspKind kind) => ByKind.GetValueOrDefault(kind);
}
