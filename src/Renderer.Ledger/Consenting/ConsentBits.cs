using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What a person said, in six bits.</summary>
internal static class ConsentBits
{
    private const int Each = 3;

    public static int Of(ConsentState said) => (int)said.Tracking | ((int)said.Personalization << 2) | ((int)said.Profiling << 4);

    public static ConsentState Read(int bits) => new((Consent)(bits & Each), (Consent)((bits >> 2) & Each), (Consent)((bits >> 4) & Each));
}
