using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;

namespace Renderer.ServerTests.Infrastructure;

/// <summary>Keys for tests of nodes that do not know the key "dev".</summary>
internal static class Keys
{
    public static async Task<string> AllRolesAsync(RendererNode node, string workspace = "default")
    {
        _ = WorkspaceName.TryParse(workspace, out var name);
        return (await node.Services.GetRequiredService<AccessKeys>().NewAsync(name, Roles.All, [], "the same name", null, "test")).Text;
    }
}

/// <summary>Copies a folder, so that a test may edit it.</summary>
internal static class Folders
{
    public static string Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }
}
