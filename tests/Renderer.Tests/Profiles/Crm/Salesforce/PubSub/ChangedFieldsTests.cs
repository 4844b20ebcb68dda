using Avro;
using Renderer.Profiles.Crm.Salesforce.PubSub;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Salesforce.PubSub;

public sealed class ChangedFieldsTests
{
    private static readonly RecordSchema Event = (RecordSchema)Schema.Parse("""
        {"type":"record","name":"ContactChangeEvent","fields":[
          {"name":"ChangeEventHeader","type":{"type":"record","name":"Header","fields":[{"name":"entityName","type":"string"}]}},
          {"name":"Name","type":["null",{"type":"record","name":"PersonName","fields":[
            {"name":"Salutation","type":["null","string"]},{"name":"FirstName","type":["null","string"]},{"name":"LastName","type":["null","string"]}]}]},
          {"name":"Email","type":["null","string"]},
          {"name":"Phone","type":["null","string"]},
          {"name":"F4","type":["null","string"]},{"name":"F5","type":["null","string"]},{"name":"F6","type":["null","string"]},{"name":"F7","type":["null","string"]},
          {"name":"F8","type":["null","string"]},{"name":"LastModifiedDate","type":["null","long"]}]}
        """);

    [Theory]
    [InlineData("0x04", "Email")]
    [InlineData("0x0C", "Email Phone")]
    [InlineData("0x0c", "Email Phone")]
    [InlineData("0x0204", "Email LastModifiedDate")]
    [InlineData("0x204", "Email LastModifiedDate")]
    [InlineData("0x80", "F7")]
    [InlineData("0xF0", "F4 F5 F6 F7")]
    [InlineData("1-0x06", "Name.FirstName Name.LastName")]
    [InlineData("0x0200,1-0x02", "LastModifiedDate Name.FirstName")]
    [InlineData("0x00", "")]
    public void A_bit_stands_for_a_field_the_lowest_first(string bitmaps, string fields) =>
        Assert.Equal(fields.Split(' ', StringSplitOptions.RemoveEmptyEntries), ChangedFields.Decode(bitmaps.Split(','), Event));

    [Theory]
    [InlineData("04")]
    [InlineData("0xZZ")]
    [InlineData("0x")]
    [InlineData("0xFFFF")]
    [InlineData("2-0x01")]
    [InlineData("99-0x01")]
    [InlineData("-1-0x01")]
    [InlineData("1-0x0F")]
    [InlineData("1-")]
    [InlineData("Email")]
    public void What_is_no_bitmap_of_the_schema_says_nothing(string bitmap) => Assert.Null(ChangedFields.Decode([bitmap], Event));

    [Fact]
    public void A_bitmap_without_end_is_not_read() => Assert.Null(ChangedFields.Decode(["0x" + new string('0', 100_000)], Event));
}
