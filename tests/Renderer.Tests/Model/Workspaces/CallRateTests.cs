using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Model.Workspaces;

public sealed class CallRateTests
{
    [Theory]
    [InlineData("10/s", 10, 1)]
    [InlineData("100/10s", 100, 10)]
    [InlineData("600/m", 600, 60)]
    [InlineData("20000/h", 20_000, 3600)]
    [InlineData("1/24h", 1, 86_400)]
    public void A_rate_is_calls_within_a_time(string text, int calls, int seconds)
    {
        Assert.True(CallRate.TryParse(text, out var rate));
        Assert.Equal(new CallRate(calls, TimeSpan.FromSeconds(seconds)), rate);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("10/")]
    [InlineData("/s")]
    [InlineData("0/s")]
    [InlineData("-1/s")]
    [InlineData("10/0s")]
    [InlineData("10/x")]
    [InlineData("10/s/s")]
    [InlineData("10 /s")]
    [InlineData("1/25h")]
    [InlineData("100001/s")]
    public void Anything_else_is_none(string text) => Assert.False(CallRate.TryParse(text, out _));
}
