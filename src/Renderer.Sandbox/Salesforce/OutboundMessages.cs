using System.Globalization;
using System.Net.Http.Headers;
using System.Xml.Linq;
using Renderer.Sandbox.Hooks;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Salesforce;

/// <summary>Salesforce's outbound message of a contact: SOAP with the record as it is now, the secret as <c>?secret=</c>. Deletions are not told, and only an Ack will do.</summary>
internal sealed class OutboundMessages(SandboxOptions options, Fields fields, TimeProvider clock) : IVendorHook
{
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Outbound = "http://soap.sforce.com/2005/09/outbound";
    private static readonly XNamespace Record = "urn:sobject.enterprise.soap.sforce.com";
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    private static readonly string[] Sent = ["CreatedDate", "Customer_Number__c", "Email", "LastModifiedDate"];

    // From the clock: a sandbox that was started anew must not send ids that were seen before.
    private long last = clock.GetUtcNow().ToUnixTimeSeconds() % 100_000_000 * 10;

    public IReadOnlyList<Uri> Urls => options.SalesforceHookUrls;

    public Func<Uri, int, HttpRequestMessage>? Tell(PersonChange change)
    {
        if (change.Kind is not (ChangeKind.Changed or ChangeKind.Created) || RecordIds.Of("003", change.Person.Id) is not { } id)
        {
            return null;
        }

        var body = Message(id, change.Person);
        return (url, _) =>
        {
            var address = new UriBuilder(url);
            address.Query = (address.Query.Length > 1 ? address.Query[1..] + "&" : "") + "secret=" + Uri.EscapeDataString(options.HookSecret);
            var request = new HttpRequestMessage(HttpMethod.Post, address.Uri) { Content = new StringContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
            request.Headers.Add("SOAPAction", "\"\"");
            return request;
        };
    }

    public async Task<string?> ComplaintAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        return body.Contains("<Ack>true</Ack>", StringComparison.Ordinal) && answer.Content.Headers.ContentType?.MediaType == "text/xml" ? null : "no Ack";
    }

    private string Message(string id, Person person)
    {
        var notification = RecordIds.Of("04l", Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture).TrimStart('0'))!;
        return new XDocument(
            new XDeclaration("1.0", "UTF-8", null),
            new XElement(
                Soap + "Envelope",
                new XAttribute(XNamespace.Xmlns + "soapenv", Soap),
                new XAttribute(XNamespace.Xmlns + "xsi", Instance),
                new XElement(
                    Soap + "Body",
                    new XElement(
                        Outbound + "notifications",
                        new XElement(Outbound + "OrganizationId", RecordIds.Organization),
                        new XElement(Outbound + "ActionId", RecordIds.Of("04k", "1")),
                        new XElement(Outbound + "SessionId", new XAttribute(Instance + "nil", "true")),
                        new XElement(Outbound + "EnterpriseUrl", "https://sandbox.my.salesforce.com/services/Soap/c/66.0"),
                        new XElement(Outbound + "PartnerUrl", "https://sandbox.my.salesforce.com/services/Soap/u/66.0"),
                        new XElement(
                            Outbound + "Notification",
                            new XElement(Outbound + "Id", notification),
                            new XElement(
                                Outbound + "sObject",
                                new XAttribute(XNamespace.Xmlns + "sf", Record),
                                new XAttribute(Instance + "type", "sf:Contact"),
                                new XElement(Record + "Id", id),
                                Sent.Select(name => (name, Value: person.Get(fields.Find(name)!.Property))).Where(one => !string.IsNullOrEmpty(one.Value))
                                    .Select(one => new XElement(Record + one.name, one.Value)))))))).ToString(SaveOptions.DisableFormatting);
    }
}
