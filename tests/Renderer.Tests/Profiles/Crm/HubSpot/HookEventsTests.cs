using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.HubSpot;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.HubSpot;

public sealed class HookEventsTests
{
    private static readonly ConnectionSettings Settings = new()
    {
        Name = "crm",
        Type = "hubspot",
        Attributes = new Dictionary<string, AttributeMapping>
        {
            ["first_name"] = new("firstname"), ["salutation"] = new("firstname"), ["address"] = new("email"),
        },
        Lookups = new Dictionary<string, string> { ["member"] = "member_no" },
    };

    [Fact]
    public void A_change_names_every_attribute_that_the_property_feeds()
    {
        var change = Assert.Single(Read("""[{"subscriptionType":"contact.propertyChange","objectId":512,"propertyName":"firstname","propertyValue":"Zoe"}]"""));

        Assert.Equal(Identifier.Id("512"), change.Person);
        Assert.Equal(["first_name", "salutation", "firstname"], change.Attributes);
        Assert.Equal(ChangeKind.Changed, change.Kind);
        Assert.Null(change.NowAlso);
    }

    [Fact]
    public void A_property_without_a_mapping_is_named_as_itself()
    {
        var change = Assert.Single(Read("""[{"subscriptionType":"object.propertyChange","objectTypeId":"0-1","objectId":"p0001","propertyName":"city"}]"""));

        Assert.Equal(Identifier.Id("p0001"), change.Person);
        Assert.Equal(["city"], change.Attributes);
    }

    [Fact]
    public void A_new_email_names_the_person_from_now_on()
    {
        var change = Assert.Single(Read("""[{"subscriptionType":"contact.propertyChange","objectId":512,"propertyName":"email","propertyValue":"New@X.example"}]"""));

        Assert.Equal(["address", "email"], change.Attributes!.Order());
        Assert.Equal(Identifier.Email("new@x.example"), change.NowAlso);
    }

    [Fact]
    public void A_new_lookup_names_the_person_too_and_an_emptied_one_nobody()
    {
        var changes = Read("""
            [{"subscriptionType":"contact.propertyChange","objectId":1,"propertyName":"member_no","propertyValue":"M9"},
             {"subscriptionType":"contact.propertyChange","objectId":2,"propertyName":"member_no","propertyValue":""},
             {"subscriptionType":"contact.propertyChange","objectId":3,"propertyName":"email","propertyValue":null}]
            """);

        Assert.Equal([new Identifier("member", "M9"), null, null], changes.Select(change => change.NowAlso));
    }

    [Theory]
    [InlineData("contact.creation", ChangeKind.Created)]
    [InlineData("contact.restore", ChangeKind.Created)]
    [InlineData("contact.deletion", ChangeKind.Deleted)]
    [InlineData("contact.privacyDeletion", ChangeKind.Deleted)]
    [InlineData("contact.propertyChange", ChangeKind.Changed)]
    internal void A_person_comes_goes_or_changes_in_unknown_ways(string type, ChangeKind kind)
    {
        // The first is the event of HubSpot's own signature vector.
        var change = Assert.Single(Read($$"""[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"{{type}}","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]"""));

        Assert.Equal((Identifier.Id("123"), kind), (change.Person, change.Kind));
        Assert.Null(change.Attributes);
    }

    [Fact]
    public void A_merge_changes_everyone_who_took_part()
    {
        var changes = Read("""[{"subscriptionType":"contact.merge","objectId":1,"primaryObjectId":1,"mergedObjectIds":[2,"3"],"newObjectId":4,"numberOfPropertiesMoved":2}]""");

        Assert.Equal(["1", "4", "2", "3"], changes.Select(change => change.Person.Value));
        Assert.All(changes, change => Assert.Equal(ChangeKind.Changed, change.Kind));
    }

    [Theory]
    [InlineData("""{"subscriptionType":"company.propertyChange","objectId":1,"propertyName":"name"}""")]
    [InlineData("""{"subscriptionType":"object.propertyChange","objectTypeId":"0-2","objectId":1,"propertyName":"name"}""")]
    [InlineData("""{"subscriptionType":"contact.associationChange","objectId":1}""")]
    [InlineData("""{"subscriptionType":"contact.somethingNew","objectId":1}""")]
    [InlineData("""{"subscriptionType":"contact.deletion"}""")]
    [InlineData("""{"subscriptionType":"contact.deletion","objectId":null}""")]
    [InlineData("""{"subscriptionType":"contact.deletion","objectId":""}""")]
    [InlineData("""{"subscriptionType":17,"objectId":1}""")]
    [InlineData("""{"objectId":1}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("17")]
    public void What_concerns_no_contact_is_left_out_and_the_others_are_read(string other)
    {
        var change = Assert.Single(Read($$"""[{{other}},{"subscriptionType":"contact.deletion","objectId":9}]"""));

        Assert.Equal(Identifier.Id("9"), change.Person);
    }

    // HubSpot cuts values in the midst of an emoji: the half that is left is no text.
    [Theory]
    [InlineData(""" "objectId":2,"propertyName":"email","propertyValue":"half \ud83d" """, new[] { "address", "email" })]
    [InlineData(""" "objectId":2,"propertyName":"city\ud83d" """, null)]
    [InlineData(""" "objectId":2,"propertyName":"city","mergedObjectIds\ud83d":1 """, new[] { "city" })]
    public void Half_an_emoji_is_still_a_change_and_hides_no_other(string members, string[]? attributes)
    {
        var changes = Read($$"""
            [{"subscriptionType":"contact.propertyChange","objectId":1,"propertyName":"city","propertyValue":"Ulm"},
             {"subscriptionType":"contact.propertyChange",{{members}}},
             {"subscriptionType":"contact.deletion","objectId":3}]
            """);

        Assert.Equal(["1", "2", "3"], changes.Select(change => change.Person.Value));
        Assert.Equal(attributes, changes[1].Attributes);
        Assert.Null(changes[1].NowAlso);
    }

    private static IReadOnlyList<CrmChange> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new HubSpotEvents(Settings, new AttributeMap(Settings, [])).Read(document.RootElement);
    }
}
