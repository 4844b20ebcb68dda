using Xunit;

namespace Renderer.Tests.HouseRules;

/// <summary>Which room may know which: Model, then siblings that do not know each other, then Messages, Studio, Server.</summary>
public sealed class ArrowsTests
{
    private static readonly string[] Siblings =
        ["Renderer.Templates", "Renderer.Images", "Renderer.Links", "Renderer.Profiles", "Renderer.Ledger", "Renderer.Segments"];

    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Renderer.Model"] = [],
        ["Renderer.Templates"] = ["Renderer.Model"],
        ["Renderer.Images"] = ["Renderer.Model"],
        ["Renderer.Links"] = ["Renderer.Model"],
        ["Renderer.Profiles"] = ["Renderer.Model"],
        ["Renderer.Ledger"] = ["Renderer.Model"],
        ["Renderer.Segments"] = ["Renderer.Model"],
        ["Renderer.Messages"] = ["Renderer.Model", .. Siblings],
        ["Renderer.Studio"] = ["Renderer.Model", .. Siblings, "Renderer.Messages"],
        ["Renderer.Server"] = ["Renderer.Model", .. Siblings, "Renderer.Messages", "Renderer.Studio"],
        ["Renderer.Sandbox"] = [],
    };

    /// <summary>Rooms of plain .NET: no ASP.NET Core in sight.</summary>
    private static readonly string[] Plain = ["Renderer.Model", "Renderer.Templates", "Renderer.Images", "Renderer.Links"];

    [Fact]
    public void Every_room_stands_in_the_table() =>
        Faults.None(Tree.Rooms.Where(room => !Arrows.ContainsKey(room)).Select(room => $"{room} is no room of the table of arrows"));

    [Fact]
    public void Rooms_reference_only_what_the_table_draws() => Faults.None(
        from room in Tree.Rooms
        from project in ProjectFile.OfRoom(room).Projects
        where !IsDrawn(room, project.Name, project.BuildOnly)
        select $"{room} references {project.Name}");

    [Fact]
    public void Compiled_rooms_use_only_what_the_table_draws() => Faults.None(
        from room in RoomAssemblies.All
        let name = room.GetName().Name!
        from used in room.GetReferencedAssemblies().Select(used => used.Name!).Where(used => used.StartsWith("Renderer.", StringComparison.Ordinal))
        where !IsDrawn(name, used, buildOnly: false)
        select $"{name} uses {used}");

    [Fact]
    public void Rooms_of_plain_dotnet_stay_so() => Faults.None(
        from room in Tree.Rooms.Intersect(Plain)
        from framework in ProjectFile.OfRoom(room).Frameworks
        select $"{room} references the framework {framework}");

    [Theory]
    [InlineData("Renderer.Model", "Renderer.Links", false)]
    [InlineData("Renderer.Profiles", "Renderer.Ledger", false)]
    [InlineData("Renderer.Ledger", "Renderer.Messages", false)]
    [InlineData("Renderer.Messages", "Renderer.Server", false)]
    [InlineData("Renderer.Server", "Renderer.Sandbox", false)]
    [InlineData("Renderer.Links", "Renderer.Sandbox", true)]
    public void An_arrow_that_is_not_drawn_is_a_fault(string room, string other, bool buildOnly) =>
        Assert.False(IsDrawn(room, other, buildOnly));

    private static bool IsDrawn(string room, string other, bool buildOnly) =>
        Arrows.TryGetValue(room, out var drawn) && (drawn.Contains(other)
        // Built beside the server, so that one command starts both; no part of it.
        || (buildOnly && (room, other) == ("Renderer.Server", "Renderer.Sandbox")));
}
