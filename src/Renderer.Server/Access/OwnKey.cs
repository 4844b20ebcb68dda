using System.Security.Cryptography;
using System.Text;
using Renderer.Model;

namespace Renderer.Server.Access;

/// <summary>What this node shows itself while it starts: 256 random bits, for the pull form of one workspace, until it is ready.</summary>
internal sealed class OwnKey
{
    private volatile byte[]? value;

    public WorkspaceName Workspace { get; private set; }

    /// <summary>Makes it good.</summary>
    public string Open(WorkspaceName workspace)
    {
        Workspace = workspace;
        var text = RandomNumberGenerator.GetHexString(64, lowercase: true);
        value = Encoding.UTF8.GetBytes(text);
        return text;
    }

    /// <summary>Ends it.</summary>
    public void Close() => value = null;

    public bool Opens(string presented) => value is { } known && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), known);
}
