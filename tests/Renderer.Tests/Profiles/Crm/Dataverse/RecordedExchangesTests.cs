using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Dataverse.DataverseReads;

namespace Renderer.Tests.Profiles.Crm.Dataverse;

/// <summary>Answers that Microsoft's documents print (CC-BY-4.0, MicrosoftDocs/powerapps-docs).</summary>
public sealed class RecordedExchangesTests : IAsyncLifetime
{
    private const string Retrieved = """
        {"@odata.context":"[Organization Uri]/api/data/v9.2/$metadata#contacts(fullname,jobtitle,annualincome)/$entity","@odata.etag":"W/\"1146626\"",
         "fullname":"Yvonne McKay (sample)","jobtitle":"Coffee Master","annualincome@OData.Community.Display.V1.FormattedValue":"$45,000.00","annualincome":45000.0,
         "_transactioncurrencyid_value@OData.Community.Display.V1.FormattedValue":"US Dollar",
         "_transactioncurrencyid_value@Microsoft.Dynamics.CRM.associatednavigationproperty":"transactioncurrencyid",
         "_transactioncurrencyid_value@Microsoft.Dynamics.CRM.lookuplogicalname":"transactioncurrency",
         "_transactioncurrencyid_value":"daf76074-6820-ed11-b83b-00224802b2ac","contactid":"81716234-9628-ed11-9db1-000d3a320482"}
        """;

    private const string Listed = """
        {"@odata.context":"[Organization Uri]/api/data/v9.2/$metadata#contacts(fullname,jobtitle,annualincome)","@Microsoft.Dynamics.CRM.totalrecordcount":-1,
         "@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded":false,"@Microsoft.Dynamics.CRM.globalmetadataversion":"1144249","value":[
          {"@odata.etag":"W/\"1146759\"","fullname":"Susanna Stubberod (sample)","jobtitle":"Senior Purchaser","annualincome@OData.Community.Display.V1.FormattedValue":"$52,000.00","annualincome":52000.0,"_transactioncurrencyid_value":"daf76074-6820-ed11-b83b-00224802b2ac","contactid":"85716234-9628-ed11-9db1-000d3a320482"},
          {"@odata.etag":"W/\"1146761\"","fullname":"Nancy Anderson (sample)","jobtitle":"Activities Manager","annualincome@OData.Community.Display.V1.FormattedValue":"$55,500.00","annualincome":55500.0,"_transactioncurrencyid_value":"daf76074-6820-ed11-b83b-00224802b2ac","contactid":"89716234-9628-ed11-9db1-000d3a320482"},
          {"@odata.etag":"W/\"1146763\"","fullname":"Maria Cambell (sample)","jobtitle":"Accounts Manager","annualincome@OData.Community.Display.V1.FormattedValue":"$31,000.00","annualincome":31000.0,"_transactioncurrencyid_value":"daf76074-6820-ed11-b83b-00224802b2ac","contactid":"8d716234-9628-ed11-9db1-000d3a320482"},
          {"@odata.etag":"W/\"1146765\"","fullname":"Scott Konersmann (sample)","jobtitle":"Accounts Manager","annualincome@OData.Community.Display.V1.FormattedValue":"$38,000.00","annualincome":38000.0,"_transactioncurrencyid_value":"daf76074-6820-ed11-b83b-00224802b2ac","contactid":"91716234-9628-ed11-9db1-000d3a320482"},
          {"@odata.etag":"W/\"1146767\"","fullname":"Robert Lyon (sample)","jobtitle":"Senior Technician","annualincome@OData.Community.Display.V1.FormattedValue":"$78,000.00","annualincome":78000.0,"_transactioncurrencyid_value":"daf76074-6820-ed11-b83b-00224802b2ac","contactid":"95716234-9628-ed11-9db1-000d3a320482"}]}
        """;

    private const string Refused = """
        {"error":{"code":"0x80040265","message":"Example Error Message.","@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus":"1",
         "@Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode":"12345","@Microsoft.PowerApps.CDS.InnerError.Message":"Example Error Message."}}
        """;

    private static readonly Dictionary<string, AttributeMapping> Mapped = new()
    {
        ["name"] = new("fullname"),
        ["income"] = new("annualincome"),
        ["income_shown"] = new("annualincome@formatted"),
        ["currency"] = new("_transactioncurrencyid_value@formatted"),
    };

    private ScriptedHost host = null!;

    public async ValueTask InitializeAsync() => host = await ScriptedHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_row_by_its_id_with_formatted_values()
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with { Attributes = Mapped });
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Retrieved, ("ETag", "W/\"1146626\""));

        var answer = await connection.ReadAsync(Identifier.Id(Yvonne.ToUpperInvariant()), ["name", "income", "income_shown", "currency", "jobtitle"]);

        Assert.Equal(
            """{"currency":"US Dollar","income":45000.0,"income_shown":"$45,000.00","jobtitle":"Coffee Master","name":"Yvonne McKay (sample)"}""", answer.Text());
        Assert.Equal(Yvonne, answer.Person!.Id);
        var call = Assert.Single(host.Calls);
        Assert.Equal(
            $"/api/data/v9.2/contacts({Yvonne})?$select=contactid,emailaddress1,_transactioncurrencyid_value,annualincome,jobtitle,fullname", call.Target);
        Assert.Equal("odata.include-annotations=\"OData.Community.Display.V1.FormattedValue\"", call.Header("Prefer"));
        Assert.Equal("4.0", call.Header("OData-MaxVersion"));
        Assert.Equal("4.0", call.Header("OData-Version"));
        Assert.Equal("application/json", call.Header("Accept"));
        Assert.Equal("Bearer token-1", call.Header("Authorization"));
        Assert.Equal(
            $"client_id=app&client_secret=secret&grant_type=client_credentials&scope={host.Url.GetLeftPart(UriPartial.Authority)}/.default",
            Assert.Single(host.TokenForms));
    }

    [Fact]
    public async Task Five_rows_of_a_query()
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with { Attributes = Mapped });
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Listed);

        var answers = await connection.ReadManyAsync(
            [.. new[] { "95", "91", "8d", "89", "85", "00" }.Select(start => Identifier.Id(start + "716234-9628-ed11-9db1-000d3a320482"))], ["name", "income"]);

        Assert.Equal(
            ["Robert Lyon (sample)", "Scott Konersmann (sample)", "Maria Cambell (sample)", "Nancy Anderson (sample)", "Susanna Stubberod (sample)"],
            answers.Take(5).Select(answer => answer.Value("name")));
        Assert.Equal(Reason.ProfileMissing, answers[5].Reason);
        Assert.Equal("""{"income":78000.0,"name":"Robert Lyon (sample)"}""", answers[0].Text());
    }

    [Fact]
    public async Task A_page_of_a_list()
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with { Attributes = Mapped });
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Listed);

        var page = await connection.ListAsync(new CrmListing(new ReadSet(["name"])), Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(20)), default);

        Assert.Equal((Reason.None, null, 5), (page.Reason, page.Next, page.People.Count));
        Assert.Equal("""{"name":"Susanna Stubberod (sample)"}""", System.Text.Encoding.UTF8.GetString(page.People[0].Json.Span));
    }

    [Fact]
    public async Task A_refusal_is_an_error_and_not_asked_again()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 400, Refused);

        Assert.Equal(Reason.CrmError, (await connection.ReadAsync(Identifier.Id(Yvonne))).Reason);
        Assert.Single(host.Calls);
    }
}
