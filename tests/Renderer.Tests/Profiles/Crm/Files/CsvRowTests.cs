using System.Text;
using Renderer.Profiles.Crm.Files;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Files;

/// <summary>RFC 4180, and what people write in its place.</summary>
public sealed class CsvRowTests
{
    [Theory]
    [InlineData("a,b,c\n", "a|b|c")]
    [InlineData("a,b,c\r\n", "a|b|c")]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("a,b,c\r", "a|b|c")]
    [InlineData("a,,\n", "a|-|-")]
    [InlineData(",\n", "-|-")]
    [InlineData("\"a\",\"b,c\",\"d\ne\"\n", "a|b,c|d\ne")]
    [InlineData("\"say \"\"hi\"\"\",\"\"\r\n", "say \"hi\"|-")]
    [InlineData("\"\"\"\"\n", "\"")]
    [InlineData("ä,😀\n", "ä|😀")]
    [InlineData("\"a\"", "a")]
    [InlineData("\n", "-")]
    public void A_row_has_these_fields(string text, string fields)
    {
        var data = Encoding.UTF8.GetBytes(text);
        var row = new CsvRow((byte)',');

        Assert.Equal(data.Length, row.Read(data, 0));

        Assert.True(row.IsGood);
        Assert.Equal(fields, string.Join('|', Enumerable.Range(0, row.Count).Select(field => row.Text(data, field) ?? "-")));
    }

    [Theory]
    [InlineData("a\"b,c\nnext\n")]
    [InlineData("\"a\"b,c\nnext\n")]
    [InlineData("\"never closed,c\nnext\n")]
    [InlineData("\"a\"\rb\nnext\n")]
    public void A_bad_row_costs_no_other(string text)
    {
        var data = Encoding.UTF8.GetBytes(text);
        var row = new CsvRow((byte)',');

        var next = row.Read(data, 0);

        Assert.False(row.IsGood);
        Assert.Equal("next\n", text[next..]);
    }
}
