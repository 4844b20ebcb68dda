using Renderer.Links;
using Renderer.Server.Hosting;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>A ring of keys in a folder of its own, for tests without a node.</summary>
internal sealed class TestKeys : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("renderer-keys-");

    public TestKeys() => Ring = KeyRing.Open(folder.FullName, TimeProvider.System, create: true);

    public KeyRing Ring { get; }

    /// <summary>A server's options, of which only the public URL means something.</summary>
    public static ServerOptions Options { get; } = new()
    {
        Development = true, Production = false, Ledger = "", Secrets = "", State = "", PublicUrl = "https://r.example.com", Workspaces = new Dictionary<string, string>(),
    };

    public void Dispose()
    {
        Ring.Dispose();
        folder.Delete(recursive: true);
    }
}
