using Xunit;

namespace Renderer.Tests.HouseRules;

public sealed class SourceTests
{
    /// <summary>All that may stand at the top, dotfiles aside.</summary>
    private static readonly string[] Top = ["README.md", "Renderer.sln", "docker-compose.yml", "src", "templates", "tests"];

    [Fact]
    public void A_source_file_keeps_under_the_cap() => Hold(SourceRules.Size);

    [Fact]
    public void Names_say_what_a_thing_is() => Hold(SourceRules.Names);

    [Fact]
    public void Nothing_is_put_off() => Hold(SourceRules.Unfinished);

    [Fact]
    public void A_silenced_warning_has_a_reason() => Hold(SourceRules.Silenced);

    [Fact]
    public void No_text_names_a_path_of_a_machine() => Faults.None(
        from file in Tree.Files
        let text = Tree.Read(file)
        where !text.Contains('\0', StringComparison.Ordinal)
        from fault in SourceRules.MachinePaths(file, text)
        select fault);

    [Fact]
    public void The_top_holds_what_belongs_there() => Faults.None(
        from name in Tree.Files.Select(file => file.Split('/')[0]).Distinct()
        where !name.StartsWith('.') && !Top.Contains(name)
        select $"{name} does not belong at the top");

    [Fact]
    public void Every_room_says_what_one_can_do_with_it() => Faults.None(
        from room in Tree.Rooms
        let file = $"src/{room}/README.md"
        where !Tree.Files.Contains(file) || !Tree.Read(file).StartsWith($"# {room}\n\n", StringComparison.Ordinal)
            || Tree.Read(file).Length < 200
        select $"{file} is missing, too short, or does not begin with '# {room}' and an empty line");

    [Theory]
    [InlineData("public sealed class OrderManager;")]
    [InlineData("internal static class Utils\n{\n}")]
    [InlineData("    private readonly record struct KeyHelper(int X);")]
    [InlineData("internal interface IMailService\n{\n}")]
    public void A_name_that_says_nothing_is_a_fault(string text) => Assert.Single(SourceRules.Names("src/A.cs", text));

    [Theory]
    [InlineData("// the class of a Service")]
    [InlineData("internal sealed class Database;")]
    [InlineData("builder.AddHostedService<Drain>();")]
    public void Another_is_none(string text) => Assert.Empty(SourceRules.Names("src/A.cs", text));

    [Theory]
    [InlineData("// TO" + "DO: later")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    [InlineData("[Fact(Skip = \"slow\")]")]
    [InlineData("[Theory(DisplayName = \"x\", SkipUnless = nameof(X))]")]
    [InlineData("Assert.Skip" + "When(slow, \"slow\");")]
    public void What_is_put_off_is_a_fault(string text) => Assert.Single(SourceRules.Unfinished("src/A.cs", text));

    [Theory]
    [InlineData("#pragma warning disable CA1000\n// a reason elsewhere", 1)]
    [InlineData("#pragma warning disable CA1000 // the generator writes it so", 0)]
    [InlineData("[SuppressMessage(\"Usage\", \"CA1000\")]", 1)]
    [InlineData("[SuppressMessage(\"Usage\", \"CA1000\", Justification = \"The wire says so.\")]", 0)]
    public void A_reason_stands_where_the_warning_is_silenced(string text, int faults) =>
        Assert.Equal(faults, SourceRules.Silenced("src/A.cs", text).Count());

    [Theory]
    [InlineData("cd /" + "home/anna/renderer", 1)]
    [InlineData("\"/" + "root/.nuget\"", 1)]
    [InlineData("https://shop.example/work/desk and ~/work/x, /proc/1, ./home/x", 0)]
    public void A_path_of_a_machine_is_a_fault(string text, int faults) =>
        Assert.Equal(faults, SourceRules.MachinePaths("README.md", text).Count());

    [Fact]
    public void A_file_over_the_cap_is_a_fault()
    {
        Assert.Single(SourceRules.Size("a.cs", new string('\n', 301) + "x"));
        Assert.Empty(SourceRules.Size("a.cs", string.Concat(Enumerable.Repeat("x\n", 300))));
    }

    private static void Hold(Func<string, string, IEnumerable<string>> rule) =>
        Faults.None(Tree.Sources.SelectMany(file => rule(file, Tree.Read(file))).Where(fault => !IsOfThisFile(fault)));

    /// <summary>The bad examples above.</summary>
    private static bool IsOfThisFile(string fault) => fault.Contains("HouseRules/SourceTests.cs", StringComparison.Ordinal);
}
