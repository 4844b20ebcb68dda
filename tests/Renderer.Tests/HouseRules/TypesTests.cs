using Xunit;

namespace Renderer.Tests.HouseRules;

public sealed class TypesTests
{
    public static TheoryData<string> Rooms { get; } = new(RoomAssemblies.All.Select(room => room.GetName().Name!));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Types_are_sealed(string room) => Faults.None(TypeRules.Unsealed(OwnTypes(room)));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Asynchronous_methods_end_in_Async(string room) => Faults.None(TypeRules.AsyncNames(OwnTypes(room)));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_token_is_taken_last(string room) => Faults.None(TypeRules.Tokens(OwnTypes(room)));

    /// <summary>A room shows its host little, and more only on purpose: the list is the review's question.</summary>
    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_shows_the_types_of_its_face_and_no_other(string room)
    {
        if (room == "Renderer.Model")
        {
            return; // the glossary is all face
        }

        var file = $"tests/Renderer.Tests/HouseRules/Faces/{room}.txt";
        var listed = File.Exists(Path.Combine(Tree.Root, file))
            ? Tree.Read(file).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
        var shown = OwnTypes(room).Where(type => type.IsVisible).Select(type => type.FullName!).ToArray();
        Faults.None(
            shown.Except(listed).Select(type => $"make {type} internal, or add it to {file}")
                .Concat(listed.Except(shown).Select(type => $"{file} lists {type}, which is not public")));
    }

    [Fact]
    public void The_rules_find_what_they_look_for()
    {
        Type[] types = [typeof(Open), typeof(IAsks)];
        Assert.Equal([$"{typeof(Open).FullName} is neither sealed, abstract nor static"], TypeRules.Unsealed(types));
        Assert.Equal([$"{typeof(Open).FullName}.Ask is asynchronous, and its name does not say so"], TypeRules.AsyncNames(types));
        Assert.Equal([$"{typeof(Open).FullName}.AskAsync takes its CancellationToken not last"], TypeRules.Tokens(types));
    }

    private static IReadOnlyList<Type> OwnTypes(string room) =>
        TypeRules.Own(RoomAssemblies.All.Single(assembly => assembly.GetName().Name == room));

    private interface IAsks
    {
        ValueTask<int> AskedAsync(CancellationToken cancellationToken);
    }

#pragma warning disable CA1852, CA1822, CA1068, CA1859 // faulty on purpose: the rules are tried on it
    private class Open : IAsks, IAsyncDisposable
    {
        public Task Ask() => Task.CompletedTask;

        public Task AskAsync(CancellationToken early, int late) => Task.FromResult((early, late));

        public ValueTask<int> AskedAsync(CancellationToken cancellationToken) => new(0);

        public ValueTask DisposeAsync() => default;
    }
#pragma warning restore CA1852, CA1822, CA1068, CA1859
}
