using Renderer.Model;
using Renderer.Server.Access;
using Xunit;

namespace Renderer.ServerTests.Access;

public sealed class OwnKeyTests
{
    private readonly OwnKey key = new();

    [Fact]
    public void Before_and_after_the_start_it_opens_nothing()
    {
        Assert.False(key.Opens(""));
        var text = key.Open(WorkspaceName.Default);
        Assert.True(key.Opens(text));
        Assert.False(key.Opens(text[..63] + "x"));
        Assert.Equal(WorkspaceName.Default, key.Workspace);

        key.Close();
        Assert.False(key.Opens(text));
    }
}
