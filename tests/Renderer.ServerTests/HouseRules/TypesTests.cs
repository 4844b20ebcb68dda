using System.Reflection;
using Renderer.Tests.HouseRules;
using Xunit;

namespace Renderer.ServerTests.HouseRules;

/// <summary>The rules over types, asked of the rooms that only these tests see.</summary>
public sealed class TypesTests
{
    public static TheoryData<string> Rooms { get; } = ["Renderer.Server", "Renderer.Sandbox"];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Types_are_sealed(string room) => Faults.None(TypeRules.Unsealed(OwnTypes(room)));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Asynchronous_methods_end_in_Async(string room) => Faults.None(TypeRules.AsyncNames(OwnTypes(room)));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_token_is_taken_last(string room) => Faults.None(TypeRules.Tokens(OwnTypes(room)));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_program_shows_no_types(string room) =>
        Faults.None(OwnTypes(room).Where(type => type.IsVisible).Select(type => $"{type.FullName} is public, and nobody references a program"));

    private static IReadOnlyList<Type> OwnTypes(string room) => TypeRules.Own(Assembly.Load(new AssemblyName(room)));
}
