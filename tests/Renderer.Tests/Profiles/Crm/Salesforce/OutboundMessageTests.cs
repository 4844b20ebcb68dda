using System.Text;
using Microsoft.AspNetCore.Http;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Salesforce;

public sealed class OutboundMessageTests : IAsyncLifetime
{
    private const string Org = "00D5g000004T5QKEA0";

    private FakeSalesforce host = null!;

    public async ValueTask InitializeAsync() => host = await FakeSalesforce.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Each_record_of_a_message_is_a_change_of_its_person_under_all_its_names()
    {
        await using var connection = Connect();

        var reading = connection.ReadHook(Delivery(Message(
            Notification("04l5g00000AAAA1AAB", "0034S000005YJVlQAO", "<sf:Email>Ann@x.example</sf:Email><sf:Customer_Number__c>1</sf:Customer_Number__c>"),
            Notification("04l5g00000AAAA2AAB", "0034S000005YJX5", """<sf:Email xsi:nil="true"/>"""))));

        Assert.True(reading.Genuine);
        Assert.Equal(
            [Identifier.Id("0034S000005YJVlQAO"), Identifier.Email("ann@x.example"), new Identifier("customer_number", "1"), Identifier.Id("0034S000005YJX5QAO")],
            reading.Changes.Select(change => change.Person));
        Assert.All(reading.Changes, change => Assert.Equal((null, ChangeKind.Changed, null), (change.Attributes, change.Kind, change.NowAlso)));
        Assert.StartsWith("text/xml", reading.Reply!.ContentType, StringComparison.Ordinal);
        Assert.Contains("<notificationsResponse xmlns=\"http://soap.sforce.com/2005/09/outbound\"><Ack>true</Ack></notificationsResponse>", Encoding.UTF8.GetString(reading.Reply.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_notifications_are_the_same_delivery_in_whatever_order()
    {
        await using var connection = Connect();
        var (one, other) = (Notification("04l1", "0034S000005YJVlQAO"), Notification("04l2", "0034S000005YJX5QAO"));

        var first = connection.ReadHook(Delivery(Message(one, other))).DeliveryId;

        Assert.NotNull(first);
        Assert.Equal(first, connection.ReadHook(Delivery(Message(other, one))).DeliveryId);
        Assert.NotEqual(first, connection.ReadHook(Delivery(Message(one))).DeliveryId);
    }

    [Theory]
    [InlineData("", null, false)]
    [InlineData("?secret=", null, false)]
    [InlineData("?secret=s%26cret", null, true)]
    [InlineData("?secret=s%26cre", null, false)]
    [InlineData("?secret=S%26cret", null, false)]
    [InlineData("?secret=s%26cret&secret=s%26cret", null, false)]
    [InlineData("?x=1&secret=s%26cret", null, true)]
    [InlineData("", "s&cret", true)]
    [InlineData("", "other", false)]
    [InlineData("?secret=s%26cret", "other", false)]
    public async Task Only_who_knows_the_secret_is_heard(string query, string? header, bool genuine)
    {
        await using var connection = Connect();

        var reading = connection.ReadHook(Delivery(Message(Notification("04l1", "0034S000005YJVlQAO")), query, header));

        Assert.Equal((genuine, genuine ? 1 : 0), (reading.Genuine, reading.Changes.Count));
    }

    [Theory]
    [InlineData(Org, true)]
    [InlineData("00D5g000004T5QK", true)]
    [InlineData("00D5g000004T5QLEA0", false)]
    [InlineData(null, false)]
    public async Task A_message_of_another_org_is_refused(string? organization, bool genuine)
    {
        await using var connection = Connect(new SalesforceSettings { OrganizationId = organization });

        Assert.Equal(genuine, connection.ReadHook(Delivery(Message(Notification("04l1", "0034S000005YJVlQAO")))).Genuine);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<a/>")]
    [InlineData("<notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\"><OrganizationId>00D5g000004T5QKEA0</OrganizationId>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\"><OrganizationId>&e;</OrganizationId></notifications>")]
    [InlineData("<notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\"><OrganizationId><a/></OrganizationId></notifications>")]
    public async Task What_cannot_be_read_says_so_once_and_is_not_sent_again(string body)
    {
        await using var connection = Connect();

        var reading = connection.ReadHook(Delivery(body));

        Assert.True(reading.Genuine);
        Assert.Empty(reading.Changes);
        Assert.NotNull(reading.Reply);
        Assert.Single(host.Log.Lines, line => line.Contains("hook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deep_or_an_endless_message_is_not_read()
    {
        await using var connection = Connect();
        var deep = string.Concat(Enumerable.Repeat("<a>", 50_000)) + string.Concat(Enumerable.Repeat("</a>", 50_000));

        Assert.Empty(connection.ReadHook(Delivery(Message(deep))).Changes);
        Assert.Empty(connection.ReadHook(Delivery(Message([.. Enumerable.Range(0, 101).Select(i => Notification($"04l{i}", "0034S000005YJVlQAO"))]))).Changes);
        Assert.Equal(100, connection.ReadHook(Delivery(Message([.. Enumerable.Range(0, 100).Select(i => Notification($"04l{i}", "0034S000005YJVlQAO"))]))).Changes.Count);
    }

    [Fact]
    public async Task Records_of_another_object_are_nobodys_change()
    {
        await using var connection = Connect();
        var account = Notification("04l1", "0014S000007NeM3QAK").Replace("sf:Contact", "sf:Account", StringComparison.Ordinal);

        var reading = connection.ReadHook(Delivery(Message(account)));

        Assert.True(reading.Genuine);
        Assert.Empty(reading.Changes);
    }

    private ICrmConnection Connect(SalesforceSettings? kind = null) => host.Connect(settings => settings with
    {
        HookSecret = new Secret("s&cret"),
        Kind = kind ?? new SalesforceSettings { OrganizationId = Org },
    });

    private static HookDelivery Delivery(string body, string query = "?secret=s%26cret", string? header = null)
    {
        var headers = new HeaderDictionary();
        if (header is not null)
        {
            headers["X-Renderer-Hook-Secret"] = header;
        }

        return new HookDelivery("POST", $"https://renderer.example/hooks/default/crm{query}", headers, Encoding.UTF8.GetBytes(body));
    }

    private static string Message(params string[] notifications) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
         <soapenv:Body>
          <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
           <OrganizationId>{Org}</OrganizationId>
           <ActionId>04k5g000000TN2CAAW</ActionId>
           <SessionId xsi:nil="true"/>
           <EnterpriseUrl>https://example.my.salesforce.com/services/Soap/c/66.0/00D5g000004T5QK</EnterpriseUrl>
           <PartnerUrl>https://example.my.salesforce.com/services/Soap/u/66.0/00D5g000004T5QK</PartnerUrl>
           {string.Concat(notifications)}
          </notifications>
         </soapenv:Body>
        </soapenv:Envelope>
        """;

    private static string Notification(string id, string record, string fields = "") => $"""
        <Notification><Id>{id}</Id><sObject xsi:type="sf:Contact" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>{record}</sf:Id>{fields}</sObject></Notification>
        """;
}
