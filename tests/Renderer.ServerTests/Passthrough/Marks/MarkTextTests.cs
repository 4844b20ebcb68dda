using System.Text;
using Renderer.Server.Passthrough.Marks;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Marks;

public sealed class MarkTextTests
{
    [Theory]
    [InlineData("[[renderer:welcome]]", "welcome")]
    [InlineData("a [[renderer:wel-come_2#He.ro-1]] b", "wel-come_2#He.ro-1")]
    [InlineData("[[renderer:a]][[renderer:b#c]]", "a b#c")]
    [InlineData("[[renderer:[[renderer:a]]", "a")]
    [InlineData("[[renderer:Welcome]] [[renderer:]] [[renderer:a#]] [[renderer:a b]] [[renderer:a]", "")]
    [InlineData("[[Renderer:a]] [renderer:a] [[renderer :a]]", "")]
    public void Marks_are_found_and_what_only_looks_like_one_is_not(string text, string marks)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var found = MarkText.In(utf8);
        Assert.Equal(marks, string.Join(' ', found.Select(one => one.Mark.Block is null ? one.Mark.Template : $"{one.Mark.Template}#{one.Mark.Block}")));
        Assert.All(found, one =>
        {
            var written = Encoding.UTF8.GetString(utf8.AsSpan(one.At, one.Length));
            Assert.True(written.StartsWith("[[renderer:", StringComparison.Ordinal) && written.EndsWith("]]", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_name_that_is_too_long_is_none() => Assert.Empty(MarkText.In(Encoding.UTF8.GetBytes($"[[renderer:{new string('a', 65)}]]")));
}
