using Xunit;

namespace Renderer.Tests.HouseRules;

/// <summary>A rule is a question that lists faults; it holds when there are none, and says all of them at once when not.</summary>
internal static class Faults
{
    public static void None(IEnumerable<string> faults)
    {
        var all = faults.ToArray();
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
