using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Tests.Profiles.Tokens;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Dataverse.DataverseReads;

namespace Renderer.Tests.Profiles.Crm.Dataverse;

public sealed class CertificateTests
{
    [Fact]
    public async Task With_a_certificate_the_app_signs_who_it_is_instead_of_sending_a_secret()
    {
        await using var host = await ScriptedHost.StartAsync();
        host.Answer = (_, context) => ScriptedHost.WriteAsync(context, 200, Row(Yvonne, "\"firstname\":\"Ann\""));
        var settings = Settings(host) with
        {
            ClientSecret = null,
            Auth = new AuthSettings { Way = AuthWay.ClientCredentials, PrivateKey = Pems.RsaPem, Certificate = Pems.CertificatePem },
        };
        await using var connection = ScriptedHost.Connect(settings);

        Assert.Equal("Ann", (await connection.ReadAsync(Identifier.Id(Yvonne))).Value("firstname"));

        var form = Assert.Single(host.TokenForms).Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]);
        Assert.Equal(host.Url.GetLeftPart(UriPartial.Authority) + "/.default", form["scope"]);
        Assert.DoesNotContain("client_secret", form.Keys);
        var parts = form["client_assertion"].Split('.');
        var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal(("app", "app"), (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString()));
        Assert.Equal(settings.TokenUrl!.AbsoluteUri, claims.GetProperty("aud").GetString());
        var padding = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[0])).GetProperty("alg").GetString() == "PS256"
            ? RSASignaturePadding.Pss
            : RSASignaturePadding.Pkcs1;
        Assert.True(Pems.Rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, padding));
    }

    [Theory]
    [InlineData(null, "app", "secret", "base_url")]
    [InlineData("https://org.crm.dynamics.com", "app", null, "client_id and client_secret")]
    [InlineData("https://org.crm.dynamics.com", null, "secret", "client_id and client_secret")]
    public void What_is_missing_is_named(string? url, string? id, string? secret, string named)
    {
        var settings = new ConnectionSettings
        {
            Name = "crm",
            Type = "dataverse",
            BaseUrl = url is null ? null : new Uri(url),
            ClientId = id,
            ClientSecret = secret is null ? null : new Secret(secret),
            Kind = new DataverseSettings { Tenant = "contoso.example" },
        };

        Assert.Contains(named, Fault(settings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a/../b")]
    public void Without_a_tenant_there_is_nowhere_to_get_a_token(string? tenant) => Assert.Contains("tenant", Fault(new ConnectionSettings
    {
        Name = "crm",
        Type = "dataverse",
        BaseUrl = new Uri("https://org.crm.dynamics.com"),
        ClientId = "app",
        ClientSecret = new Secret("secret"),
        Kind = new DataverseSettings { Tenant = tenant },
    }), StringComparison.Ordinal);

    private static string? Fault(ConnectionSettings settings) => Renderer.Profiles.Crm.CrmConnections.Create(
        WorkspaceName.Default, settings, Connecting.Loopback, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance).Fault?.Message;
}
