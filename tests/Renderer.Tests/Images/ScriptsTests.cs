using Renderer.Images.Scenes;
using Renderer.Images.Text;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class ScriptsTests
{
    private static readonly FontShelf Shelf = new([]);

    [Theory]
    [InlineData("Latin", "Grüße, Łódź, çığ, Tiếng Việt")]
    [InlineData("Greek", "Καλημέρα κόσμε")]
    [InlineData("Cyrillic", "Привет, мир — Київ")]
    [InlineData("Arabic", "مرحبا بالعالم ٢٠٢٦")]
    [InlineData("Hebrew", "שלום עולם")]
    [InlineData("Devanagari", "नमस्ते दुनिया क्षत्रिय")]
    [InlineData("Thai", "สวัสดีชาวโลก น้ำ")]
    [InlineData("Han", "你好，世界 简体繁體")]
    [InlineData("Kana", "こんにちは、カタカナ")]
    [InlineData("Hangul", "안녕하세요 뷁")]
    [InlineData("Georgian", "გამარჯობა")]
    [InlineData("Armenian", "Բարեւ աշխարհ")]
    [InlineData("Bengali", "ওহে বিশ্ব স্বাগতম")]
    [InlineData("Tamil", "வணக்கம் உலகம்")]
    [InlineData("Emoji", "🎉👍❤️☕🚀⭐")]
    [InlineData("Symbols", "✔ → € ★ ☎ ₹")]
    public void No_letter_is_drawn_as_a_box(string script, string text)
    {
        foreach (var bold in new[] { false, true })
        {
            var paragraph = Of(text, bold);
            var line = TextLine.Of(paragraph, 0, text.Length);
            Assert.True(paragraph.Missing == 0, $"{script}: {paragraph.Missing} characters are in no font");
            Assert.All(line.Runs, run => Assert.DoesNotContain((ushort)0, run.Glyphs));
            Assert.True(line.Width > 20);
        }
    }

    [Fact]
    public void Arabic_letters_join_and_run_from_right_to_left()
    {
        var run = Assert.Single(TextLine.Of(Of("مرحبا"), 0, 5).Runs);
        Assert.Equal(1, run.Of.Level & 1);
        Assert.Equal(run.Clusters.OrderDescending(), run.Clusters);

        var alone = "مرحبا".Select(letter => TextLine.Of(Of(letter.ToString()), 0, 1).Runs[0].Glyphs[0]).ToArray();
        Assert.NotEqual(alone.Reverse(), run.Glyphs);
    }

    [Fact]
    public void Vowel_signs_of_Devanagari_are_moved_and_conjuncts_formed()
    {
        var text = "कि क्ष";
        var glyphs = TextLine.Of(Of(text), 0, text.Length).Runs.SelectMany(run => run.Glyphs).ToArray();
        Assert.True(glyphs.Length < text.Length);
    }

    [Fact]
    public void Letters_that_no_font_has_are_counted_and_left_out()
    {
        var paragraph = Of("a\U00012000b");
        Assert.Equal(1, paragraph.Missing);
        Assert.All(TextLine.Of(paragraph, 0, 4).Runs, run => Assert.DoesNotContain((ushort)0, run.Glyphs));
    }

    [Fact]
    public void Control_characters_and_marks_of_direction_take_no_room() =>
        Assert.Equal(TextLine.Of(Of("ab"), 0, 2).Width, TextLine.Of(Of("a\u200E\u202Eb"), 0, 4).Width, 2f);

    internal static Paragraph Of(string text, bool bold = false)
    {
        var style = new SceneStyle();
        style.Set("font-weight", bold ? "700" : "400");
        return Paragraph.Of([(text, style)], Shelf);
    }
}
