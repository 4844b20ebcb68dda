using Avro;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Salesforce.PubSub;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Salesforce.PubSub;

public sealed class ChangeReaderTests
{
    private const string Ann = "0034S000005YJVlQAO";

    private static readonly ConnectionSettings Settings = new()
    {
        Name = "crm",
        Type = "salesforce",
        Attributes = new Dictionary<string, AttributeMapping>
        {
            ["first_name"] = new("firstname"), ["city"] = new("MailingCity"), ["company"] = new("Account.Name"), ["boss"] = new("Mentor__r.Name"), ["stamp"] = new("SystemModstamp"),
        },
        Lookups = new Dictionary<string, string> { ["customer_number"] = "Customer_Number__c" },
    };

    private readonly ChangeReader reader = new(Settings, new SalesforceSettings());

    [Theory]
    [InlineData("Name.FirstName", "first_name Name FirstName")]
    [InlineData("MailingAddress.City", "city MailingAddress MailingCity")]
    [InlineData("AccountId", "company AccountId")]
    [InlineData("Mentor__c", "boss Mentor__c")]
    [InlineData("Tier__c LastModifiedDate LastModifiedById", "Tier__c")]
    [InlineData("SystemModstamp", "stamp")]
    public void What_changed_is_told_in_our_names(string fields, string attributes)
    {
        var change = Assert.Single(reader.Read(Told("UPDATE", fields))!);

        Assert.Equal((Identifier.Id(Ann), ChangeKind.Changed, null), (change.Person, change.Kind, change.NowAlso));
        Assert.Equal(attributes.Split(' ').Order(), change.Attributes!.Order());
    }

    [Fact]
    public void A_new_address_and_a_new_number_are_names_from_now_on()
    {
        var told = Told("UPDATE", "Email Customer_Number__c") with { Values = new Dictionary<string, string> { ["Email"] = "Zoe@x.example", ["Customer_Number__c"] = "7" } };

        Assert.Equal([Identifier.Email("zoe@x.example"), new Identifier("customer_number", "7")], reader.Read(told)!.Select(change => change.NowAlso!.Value));
    }

    [Theory]
    [InlineData("CREATE", ChangeKind.Created)]
    [InlineData("UNDELETE", ChangeKind.Created)]
    [InlineData("DELETE", ChangeKind.Deleted)]
    [InlineData("GAP_CREATE", ChangeKind.Created)]
    [InlineData("GAP_UPDATE", ChangeKind.Changed)]
    [InlineData("GAP_DELETE", ChangeKind.Deleted)]
    internal void Every_kind_of_event_says_what_became_of_the_person(string kind, ChangeKind expected)
    {
        var change = Assert.Single(reader.Read(Told(kind, ""))!);

        Assert.Equal((expected, null), (change.Kind, change.Attributes));
    }

    [Theory]
    [InlineData("GAP_OVERFLOW", Ann)]
    [InlineData("UPDATE", "003*")]
    [InlineData("GAP_UPDATE", "001*")]
    [InlineData("UPDATE", "")]
    public void An_event_that_does_not_say_whose_is_everybodys(string kind, string record) =>
        Assert.Null(reader.Read(Told(kind, "Email") with { Records = record.Length == 0 ? [] : [Ann, record] }));

    [Fact]
    public void An_event_that_cannot_be_read_is_everybodys() => Assert.Null(reader.Read(null));

    [Fact]
    public void Bitmaps_that_cannot_be_read_mean_everything_of_the_person() =>
        Assert.Null(Assert.Single(reader.Read(Told("UPDATE", "") with { Fields = null })!).Attributes);

    [Fact]
    public void Events_of_another_object_are_nobodys() => Assert.Empty(reader.Read(Told("UPDATE", "Name") with { Entity = "Account" })!);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public void Bytes_that_are_no_event_are_not_read(int length)
    {
        var schema = (RecordSchema)Schema.Parse("""
            {"type":"record","name":"E","fields":[{"name":"ChangeEventHeader","type":{"type":"record","name":"H","fields":[
              {"name":"entityName","type":"string"},{"name":"recordIds","type":{"type":"array","items":"string"}}]}}]}
            """);

        Assert.Null(ChangeEvent.Read(schema, [.. Enumerable.Repeat((byte)0xFF, length)]));
    }

    private static ChangeEvent Told(string kind, string fields) =>
        new("Contact", [Ann], kind, fields.Split(' ', StringSplitOptions.RemoveEmptyEntries), new Dictionary<string, string>());
}
