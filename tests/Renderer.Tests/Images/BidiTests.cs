using Renderer.Images.Text;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class BidiTests
{
    [Theory]
    // Latin capitals stand for Hebrew: what is typed, and the order that the eye sees; a bracket among Hebrew is drawn mirrored.
    [InlineData("abc def", "abc def")]
    [InlineData("ABC DEF", "FED CBA")]
    [InlineData("abc DEF ghi", "abc FED ghi")]
    [InlineData("ABC def GHI", "IHG def CBA")]
    [InlineData("ABC 123 DEF", "FED 123 CBA")]
    [InlineData("ABC 12.50 DEF", "FED 12.50 CBA")]
    [InlineData("ABC 5%", "5% CBA")]
    [InlineData("price ABC 10", "price 10 CBA")]
    [InlineData("ABC-x1 DEF", "FED x1-CBA")]
    [InlineData("abc: DEF (3 GHI)", "abc: )IHG 3( FED")]
    [InlineData("ABC (def) GHI", "IHG )def( CBA")]
    public void Runs_stand_as_the_eye_reads_them(string typed, string seen)
    {
        var text = string.Concat(typed.Select(letter => char.IsAsciiLetterUpper(letter) ? (char)(letter - 'A' + 'א') : letter));
        var levels = new byte[text.Length];
        Bidi.Resolve(text, null, levels);
        var places = Enumerable.Range(0, text.Length).ToArray();
        Bidi.Reorder(places.AsSpan(), place => levels[place]);
        Assert.Equal(seen, string.Concat(places.Select(place => typed[place])));
    }

    [Fact]
    public void Numbers_after_Arabic_stay_in_their_order()
    {
        var text = "كود 123";
        var levels = new byte[text.Length];
        Assert.Equal(1, Bidi.Resolve(text, null, levels));
        Assert.Equal([1, 1, 1, 1, 2, 2, 2], levels);
    }

    [Fact]
    public void The_direction_that_is_told_rules()
    {
        var levels = new byte[3];
        Assert.Equal(1, Bidi.Resolve("abc", true, levels));
        Assert.Equal([2, 2, 2], levels);
        Assert.Equal(0, Bidi.Resolve("שלו", false, levels));
        Assert.Equal([1, 1, 1], levels);
    }
}
