
namespace Renderer.ServerTests.Infrastructure;

/// <summary>One stage with the basic workspace, shared by the tests that change nothing of it.</summary>
public sealed class BasicStage : Xunit.IAsyncLifetime
{
    private Stage? stage;

    internal Stage Stage => stage ?? throw new InvalidOperationException("The stage is not up.");

    public async ValueTask InitializeAsync() => stage = await Infrastructure.Stage.StartAsync(
        node: new() { ["!TEST_SIGNING_SECRET"] = SigningSecret });

    public const string SigningSecret = "a-signing-secret-of-the-tests";

    public async ValueTask DisposeAsync()
    {
        if (stage is not null)
        {
            await stage.DisposeAsync();
        }
    }
}
