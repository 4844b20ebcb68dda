using Renderer.Model;

namespace Renderer.Tests.Profiles.Crm.Dataverse;

/// <summary>Settings and rows of the tests.</summary>
internal static class DataverseReads
{
    public const string Yvonne = "81716234-9628-ed11-9db1-000d3a320482";
    public const string Other = "85716234-9628-ed11-9db1-000d3a320482";

    public static ConnectionSettings Settings(ScriptedHost host, Func<DataverseSettings, DataverseSettings>? own = null)
    {
        var plain = new DataverseSettings { Tenant = "contoso.example" };
        return new()
        {
            Name = "crm",
            Type = "dataverse",
            BaseUrl = host.Url,
            TokenUrl = new Uri(host.Url, "/contoso.example/oauth2/v2.0/token"),
            ClientId = "app",
            ClientSecret = new Secret("secret"),
            HookSecret = new Secret("hook key"),
            AttemptTimeout = TimeSpan.FromSeconds(20), // a busy machine is no fault
            Kind = own is null ? plain : own(plain),
        };
    }

    public static string Row(string id, string members) => $$"""{"@odata.etag":"W/\"1\"","contactid":"{{id}}",{{members}}}""";

    public static string Rows(params string[] rows) => $$"""{"@odata.context":"x","value":[{{string.Join(',', rows)}}]}""";

    public static string Error(string code, string message) => $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";
}
