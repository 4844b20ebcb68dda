using System.Reflection;

namespace Renderer.Tests.HouseRules;

/// <summary>The rooms that this test project sees, compiled.</summary>
internal static class RoomAssemblies
{
    public static IReadOnlyList<Assembly> All { get; } =
        Directory.GetFiles(AppContext.BaseDirectory, "Renderer.*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => Tree.Rooms.Contains(name))
            .Select(name => Assembly.Load(new AssemblyName(name))).ToArray();
}
