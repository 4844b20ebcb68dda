using Renderer.Images.Codes;
using Xunit;

namespace Renderer.Tests.Images;

public sealed class CodesTests
{
    [Fact]
    public void EAN_13_is_that_of_the_standard()
    {
        // 4 003994 155486: the first digit says L G L L G G for the six on the left.
        const string Bars = "101" + "0001101" + "0100111" + "0111101" + "0001011" + "0010111" + "0011101" + "01010"
            + "1100110" + "1001110" + "1001110" + "1011100" + "1001000" + "1010000" + "101";
        var modules = Ean13.Modules("4003994155486")!;
        Assert.Equal(Bars, string.Concat(modules[11..^7].Select(dark => dark ? '1' : '0')));
        Assert.Equal(modules, Ean13.Modules("400399415548"));
    }

    [Theory]
    [InlineData("4003994155487")]
    [InlineData("40039941554")]
    [InlineData("40039941554a6")]
    [InlineData("")]
    public void EAN_13_refuses_what_is_none(string text) => Assert.Null(Ean13.Modules(text));

    [Fact]
    public void Code_128_is_that_of_the_standard()
    {
        // "PJJ123C": start B, 48, 42, 42, 17, 18, 19, 35, check 55.
        const string Bars = "11010010000" + "11101110110" + "10110111000" + "10110111000" + "10011100110" + "11001110010" + "11001011100" + "10001000110"
            + "11101000110" + "1100011101011";
        Assert.Equal(Bars, string.Concat(Code128.Modules("PJJ123C")![10..^10].Select(dark => dark ? '1' : '0')));
    }

    [Theory]
    [InlineData("Order-123456")]
    [InlineData("12345")]
    [InlineData("00")]
    [InlineData("1234ab5678")]
    [InlineData(" ~!\"")]
    public void Code_128_reads_back(string text) => Assert.Equal(text, Code128Reader.Read(Code128.Modules(text)!));

    [Theory]
    [InlineData("")]
    [InlineData("grün")]
    [InlineData("a\nb")]
    public void Code_128_refuses_what_it_lacks(string text) => Assert.Null(Code128.Modules(text));

    [Fact]
    public void A_QR_code_has_its_three_finders_and_a_quiet_zone()
    {
        var rows = QrCode.Modules("https://shop.example/?q=ü")!;
        var (first, last) = (4, rows.Length - 5);
        foreach (var (y, x) in new[] { (first, first), (first, last - 6), (last - 6, first) })
        {
            var finder = Enumerable.Range(0, 7).Select(dy => string.Concat(rows[y + dy][x..(x + 7)].Select(dark => dark ? '#' : '.')));
            Assert.Equal(["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"], finder);
        }

        Assert.All(rows.Take(4), row => Assert.DoesNotContain(true, row));
        Assert.Null(QrCode.Modules(new string('x', 1_001)));
    }
}
