using System.Text;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Dataverse.DataverseReads;

namespace Renderer.Tests.Profiles.Crm.Dataverse;

public sealed class HookTests : IAsyncLifetime
{
    private const string Query = "?code=hook%20key";

    private ScriptedHost host = null!;

    public async ValueTask InitializeAsync() => host = await ScriptedHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("?code=hook%20key", true)]
    [InlineData("?code=hook+key&x=1", true)]
    [InlineData("?x=1&code=hook%20key", true)]
    [InlineData("?code=hook%20kez", false)]
    [InlineData("?code=", false)]
    [InlineData("?code=hook%20key&code=other", false)]
    [InlineData("?Code=hook%20key", false)]
    [InlineData("?xcode=hook%20key", false)]
    [InlineData("", false)]
    public async Task The_key_of_the_registration_is_what_lets_in(string query, bool genuine)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));

        Assert.Equal(genuine, connection.ReadHook(Delivery(Update(), query)).Genuine);
    }

    [Fact]
    public async Task Where_a_header_is_configured_it_alone_counts()
    {
        await using var connection = ScriptedHost.Connect(Settings(host, own => own with { HookHeader = "X-Renderer-Key" }));

        Assert.True(connection.ReadHook(Delivery(Update(), "", ("X-Renderer-Key", "hook key"))).Genuine);
        Assert.False(connection.ReadHook(Delivery(Update(), "", ("X-Renderer-Key", "hook kez"))).Genuine);
        Assert.False(connection.ReadHook(Delivery(Update(), Query)).Genuine);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_taken()
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with { HookSecret = null });

        Assert.False(connection.ReadHook(Delivery(Update(), "?code=")).Genuine);
    }

    [Fact]
    public async Task An_update_names_its_attributes_and_what_is_put_together_of_them()
    {
        await using var connection = ScriptedHost.Connect(Settings(host, own => own with { Calculated = ["new_score"] }) with
        {
            Attributes = new Dictionary<string, AttributeMapping>
            {
                ["name"] = new("firstname"), ["whole_name"] = new("fullname"), ["company"] = new("parentcustomerid_account.name"),
                ["company_shown"] = new("_parentcustomerid_value@formatted"), ["status"] = new("statuscode@formatted"), ["score"] = new("new_score"),
            },
        });

        var change = Assert.Single(Changes(connection, Update(("firstname", "\"Zoe\""), ("parentcustomerid", "null"))));

        Assert.Equal((Identifier.Id(Yvonne), ChangeKind.Changed, null), (change.Person, change.Kind, change.NowAlso));
        foreach (var fed in (string[])["name", "whole_name", "company", "company_shown", "score", "firstname", "parentcustomerid", "_parentcustomerid_value"])
        {
            Assert.Contains(fed, change.Attributes!);
        }

        Assert.DoesNotContain("status", change.Attributes!);
    }

    [Fact]
    public async Task A_new_address_or_number_is_a_name_from_then_on()
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with { Lookups = new Dictionary<string, string> { ["customer"] = "new_customernumber" } });

        var changes = Changes(connection, Update(("emailaddress1", "\"New@b.c\""), ("new_customernumber", "\"K1\"")));

        Assert.Equal([Identifier.Email("new@b.c"), new Identifier("customer", "K1")], changes.Select(change => change.NowAlso!.Value));
        Assert.All(changes, change => Assert.Contains("email", change.Attributes!)); // by which an address is known to have moved
    }

    [Theory]
    [InlineData("Create", "Created")]
    [InlineData("Delete", "Deleted")]
    [InlineData("SetState", "Changed")]
    [InlineData("Assign", "Changed")]
    public async Task Other_messages_are_about_the_whole_person(string message, string kind)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));

        var change = Assert.Single(Changes(connection, Context(message, ("firstname", "\"x\""))));

        Assert.Equal((Identifier.Id(Yvonne), null, kind), (change.Person, change.Attributes, change.Kind.ToString()));
    }

    [Fact]
    public async Task What_was_too_much_to_send_is_about_the_whole_person()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        var body = $$"""{"MessageName":"Update","PrimaryEntityName":"contact","PrimaryEntityId":"{{Yvonne}}"}""";

        var reading = connection.ReadHook(Delivery(body, Query, ("x-ms-dynamics-msg-size-exceeded", "true")));

        Assert.Equal((Identifier.Id(Yvonne), null), (Assert.Single(reading.Changes).Person, reading.Changes[0].Attributes));
    }

    [Fact]
    public async Task Who_is_deactivated_has_changed_whole_because_other_names_find_them()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));

        Assert.Null(Assert.Single(Changes(connection, Update(("statecode", """{"Value":1}""")))).Attributes);
    }

    [Fact]
    public async Task A_merge_changes_both_and_many_updated_at_once_are_each_named()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        var merge = $$"""
            {"MessageName":"Merge","PrimaryEntityName":"contact","PrimaryEntityId":"{{Yvonne}}","InputParameters":[
             {"key":"Target","value":{"__type":"EntityReference","Id":"{{Yvonne}}"} },{"key":"SubordinateId","value":"{{Other}}"}]}
            """;
        var many = $$"""
            {"MessageName":"UpdateMultiple","PrimaryEntityName":"contact","PrimaryEntityId":"00000000-0000-0000-0000-000000000000","InputParameters":[
             {"key":"Targets","value":{"Entities":[
              {"Id":"{{Yvonne}}","Attributes":[{"key":"firstname","value":"a"}]},{"Id":"{{Other}}","Attributes":[{"key":"lastname","value":"b"}]}]} }]}
            """;

        Assert.Equal([Identifier.Id(Yvonne), Identifier.Id(Other)], Changes(connection, merge).Select(change => change.Person));
        var changes = Changes(connection, many);
        Assert.Equal([Identifier.Id(Yvonne), Identifier.Id(Other)], changes.Select(change => change.Person));
        Assert.Contains("lastname", changes[1].Attributes!);
        Assert.DoesNotContain("firstname", changes[1].Attributes!);
    }

    [Theory]
    [InlineData("""{"MessageName":"Update","PrimaryEntityName":"account","PrimaryEntityId":"81716234-9628-ed11-9db1-000d3a320482"}""")]
    [InlineData("""{"MessageName":"Update","PrimaryEntityName":"contact","PrimaryEntityId":"nobody"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"PrimaryEntityName":"contact","InputParameters":[1,{"key":2},{"key":"Target","value":[]}]}""")]
    public async Task What_names_no_contact_changes_nobody(string body)
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        var reading = connection.ReadHook(Delivery(body, Query));

        Assert.Equal((true, 0), (reading.Genuine, reading.Changes.Count));
    }

    private static IReadOnlyList<CrmChange> Changes(ICrmConnection connection, string body)
    {
        var reading = connection.ReadHook(Delivery(body, Query));
        Assert.True(reading.Genuine);
        return reading.Changes;
    }

    private static string Update(params (string Key, string Value)[] attributes) => Context("Update", attributes);

    // As the documents print one, shortened where nothing is read.
    private static string Context(string message, params (string Key, string Value)[] attributes) => $$"""
        {"BusinessUnitId":"e2b9dd85-e89e-e711-8122-000d3aa2331c","CorrelationId":"b374239d-4233-41a9-8b17-a86cb4f737b5","Depth":1,
         "InputParameters":[{"key":"Target","value":{"__type":"Entity:http:\/\/schemas.microsoft.com\/xrm\/2011\/Contracts","Attributes":[
          {{string.Join(',', attributes.Select(pair => $$"""{"key":"{{pair.Key}}","value":{{pair.Value}} }"""))}}],
          "EntityState":null,"FormattedValues":[],"Id":"{{Yvonne}}","KeyAttributes":[],"LogicalName":"contact","RelatedEntities":[],"RowVersion":null} }],
         "MessageName":"{{message}}","Mode":1,"OperationCreatedOn":"\/Date(1506384247000-0700)\/","OutputParameters":[],
         "ParentContext":{"Depth":1,"InputParameters":[{"key":"Target","value":{"Attributes":[{"key":"lastname","value":"of the parent"}]} }]},
         "PrimaryEntityId":"{{Yvonne}}","PrimaryEntityName":"contact","SecondaryEntityName":"none","Stage":40}
        """;

    private static HookDelivery Delivery(string body, string query, params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary { ["x-ms-dynamics-entity-name"] = "contact" };
        foreach (var (name, value) in headers)
        {
            dictionary[name] = value;
        }

        return new HookDelivery("POST", "https://r.example/hooks/default/crm" + query, dictionary, Encoding.UTF8.GetBytes(body));
    }
}
