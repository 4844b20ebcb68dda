using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

public sealed class AttributeValueTests
{
    [Theory]
    [InlineData(AttributeType.Text, null, "null")]
    [InlineData(AttributeType.Text, "", "\"\"")]
    [InlineData(AttributeType.Text, "true", "\"true\"")]
    [InlineData(AttributeType.Number, null, "null")]
    [InlineData(AttributeType.Number, "", "null")]
    [InlineData(AttributeType.Number, "42", "42")]
    [InlineData(AttributeType.Number, " 42 ", "42")]
    [InlineData(AttributeType.Number, "-0.10", "-0.10")]
    [InlineData(AttributeType.Number, "12,5", "null")]
    [InlineData(AttributeType.Number, "1,234.5", "null")]
    [InlineData(AttributeType.Number, "1.5e3", "1500")]
    [InlineData(AttributeType.Number, "1e300", "1E+300")]
    [InlineData(AttributeType.Number, "1e999", "null")]
    [InlineData(AttributeType.Number, "NaN", "null")]
    [InlineData(AttributeType.Number, "0x10", "null")]
    [InlineData(AttributeType.Number, "79228162514264337593543950336", "7.922816251426434E+28")]
    [InlineData(AttributeType.Boolean, "true", "true")]
    [InlineData(AttributeType.Boolean, "FALSE", "false")]
    [InlineData(AttributeType.Boolean, "yes", "null")]
    [InlineData(AttributeType.Boolean, "", "null")]
    [InlineData(AttributeType.Date, "2024-05-01", "\"2024-05-01\"")]
    [InlineData(AttributeType.Date, "2024-05-01T10:20:30Z", "\"2024-05-01T10:20:30Z\"")]
    [InlineData(AttributeType.Date, "2024-05-01T10:20:30.120Z", "\"2024-05-01T10:20:30.12Z\"")]
    [InlineData(AttributeType.Date, "2024-05-01T10:20:30+02:00", "\"2024-05-01T08:20:30Z\"")]
    [InlineData(AttributeType.Date, "2024-05-01T10:20:30", "\"2024-05-01T10:20:30Z\"")]
    [InlineData(AttributeType.Date, "1714521600000", "\"2024-05-01\"")]
    [InlineData(AttributeType.Date, "1714558830120", "\"2024-05-01T10:20:30.12Z\"")]
    [InlineData(AttributeType.Date, "-86400000", "\"1969-12-31\"")]
    [InlineData(AttributeType.Date, "-9223372036854775808", "null")]
    [InlineData(AttributeType.Date, "01/05/2024", "null")]
    [InlineData(AttributeType.Date, "2024-02-30", "null")]
    [InlineData(AttributeType.Date, "", "null")]
    [InlineData(AttributeType.List, "", "[]")]
    [InlineData(AttributeType.List, "a", "[\"a\"]")]
    [InlineData(AttributeType.List, "a; b c ;;d", "[\"a\",\"b c\",\"d\"]")]
    [InlineData(AttributeType.Json, """{ "a": [1, "x"] }""", """{"a":[1,"x"]}""")]
    [InlineData(AttributeType.Json, """[{"sku":"A"}]""", """[{"sku":"A"}]""")]
    [InlineData(AttributeType.Json, "{broken", "null")]
    [InlineData(AttributeType.Json, "", "null")]
    [InlineData(AttributeType.Json, """{"a":"\ud83d"}""", "null")]
    public void Text_becomes_a_typed_value(AttributeType type, string? text, string json)
    {
        Assert.Equal(json, Written(type, text));
    }

    [Fact]
    public void Deep_json_is_no_value()
    {
        Assert.Equal("null", Written(AttributeType.Json, new string('[', 50) + new string(']', 50)));
    }

    [Fact]
    public void The_machines_culture_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal("1.5", Written(AttributeType.Number, "1.5"));
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            Assert.Equal("\"2024-05-01T10:20:30.12Z\"", Written(AttributeType.Date, "1714558830120"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(null, "5", "5")]
    [InlineData(null, "\"5\"", "\"5\"")]
    [InlineData(null, "true", "true")]
    [InlineData(null, "null", "null")]
    [InlineData(null, """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData(null, "\"\\ud83d\"", "null")]
    [InlineData(AttributeType.Text, "5", "\"5\"")]
    [InlineData(AttributeType.Number, "\"5.50\"", "5.50")]
    [InlineData(AttributeType.Number, "true", "null")]
    [InlineData(AttributeType.Number, "[5]", "null")]
    [InlineData(AttributeType.Boolean, "\"true\"", "true")]
    [InlineData(AttributeType.Date, "1714521600000", "\"2024-05-01\"")]
    [InlineData(AttributeType.List, """["a","b"]""", """["a","b"]""")]
    [InlineData(AttributeType.List, "\"a;b\"", """["a","b"]""")]
    [InlineData(AttributeType.Json, "\"[1]\"", "[1]")]
    public void A_value_with_a_type_of_its_own_keeps_it_where_none_is_asked_for(AttributeType? type, string value, string json)
    {
        using var document = JsonDocument.Parse(value);
        Assert.Equal(json, Written(writer => AttributeValue.Write(writer, type, document.RootElement)));
    }

    private static string Written(AttributeType type, string? text) => Written(writer => AttributeValue.Write(writer, type, text));

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
