using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

public sealed class AttributeMapTests
{
    private static readonly AttributeMap Map = new(
        new ConnectionSettings
        {
            Name = "crm",
            Type = "hubspot",
            Attributes = new Dictionary<string, AttributeMapping>
            {
                ["first_name"] = new("firstname"),
                ["salutation"] = new("firstname"),
                ["tier"] = new("loyalty_tier"),
                ["plan"] = new("tier"),
            },
            Lookups = new Dictionary<string, string> { ["member"] = "member_no", ["mail"] = "email" },
        },
        ["email", "hs_object_id"]);

    [Fact]
    public void What_identifies_a_person_is_always_asked_for_and_nothing_twice()
    {
        Assert.Equal(["email", "hs_object_id", "member_no"], Map.PropertiesFor(ReadSet.None));
        Assert.Equal(
            ["email", "hs_object_id", "member_no", "firstname", "city"],
            Map.PropertiesFor(new ReadSet(["first_name", "salutation", "email", "city", "member_no"])).Order(PropertyOrder).ToArray());
    }

    [Fact]
    public void Everything_means_all_that_is_mapped()
    {
        Assert.Equal(
            ["email", "hs_object_id", "member_no", "firstname", "loyalty_tier", "tier"],
            Map.PropertiesFor(ReadSet.Everything).Order(PropertyOrder).ToArray());
    }

    [Theory]
    [InlineData("firstname", "first_name", "salutation", "firstname")]
    [InlineData("loyalty_tier", "tier", "loyalty_tier")]
    [InlineData("tier", "plan")]
    [InlineData("city", "city")]
    public void A_property_names_all_attributes_that_it_feeds(string property, params string[] attributes)
    {
        Assert.Equal(attributes.Order(), Map.AttributesOf(property).Order());
    }

    private static Comparer<string> PropertyOrder => Comparer<string>.Create((a, b) => Place(a).CompareTo(Place(b)));

    private static int Place(string property) =>
        Array.IndexOf(["email", "hs_object_id", "member_no", "firstname", "loyalty_tier", "tier", "city"], property);
}
