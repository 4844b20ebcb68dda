using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Templates;

public sealed class AuthYamlTests
{
    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        using var bench = new Workbench(("key.pem", "-----BEGIN\nEND-----\n"), ("workspace.yaml", """
            connections:
              crm:
                type: hubspot
                auth:
                  type: jwt_bearer
                  client_auth: assertion
                  private_key: ${file:key.pem}
                  certificate: ${env:A:-c}
                  key_id: k
                  issuer: i
                  subject: s
                  audience: a
                  refresh_token: ${env:A:-r}
                  subject_token: ${env:A:-st}
                  subject_token_type: stt
                  actor_token: ${env:A:-at}
                  actor_token_type: att
                  requested_token_type: rtt
                  resource: res
                  authorize_url: https://login.example.com/authorize
                  authorize_parameters: access_type=offline&prompt=consent
                  username: u
                  password: ${env:A:-p}
                  key: ${env:A:-ke}
                  header: X-Api-Key
                  scheme: Token
                  token_life: 55m
            """));

        Assert.Empty(bench.Load().Diagnostics);
        Assert.Equal(
            new AuthSettings
            {
                Way = AuthWay.JwtBearer,
                ClientProof = ClientProof.Assertion,
                PrivateKey = new Secret("-----BEGIN\nEND-----"),
                Certificate = new Secret("c"),
                KeyId = "k",
                Issuer = "i",
                Subject = "s",
                Audience = "a",
                RefreshToken = new Secret("r"),
                SubjectToken = new Secret("st"),
                SubjectTokenType = "stt",
                ActorToken = new Secret("at"),
                ActorTokenType = "att",
                RequestedTokenType = "rtt",
                Resource = "res",
                AuthorizeUrl = new Uri("https://login.example.com/authorize"),
                AuthorizeParameters = "access_type=offline&prompt=consent",
                UserName = "u",
                Password = new Secret("p"),
                Key = new Secret("ke"),
                Header = "X-Api-Key",
                Scheme = "Token",
                Life = TimeSpan.FromMinutes(55),
            },
            bench.Load().Settings.Connections[0].Auth);
    }

    [Fact]
    public void Without_auth_there_is_none()
    {
        using var bench = new Workbench(("workspace.yaml", "connections: {crm: {type: hubspot}}"));
        Assert.Null(bench.Load().Settings.Connections[0].Auth);
    }

    [Theory]
    [InlineData("{key: '${env:A:-k}'}", "key_missing")]
    [InlineData("{type: password}", "value_invalid")]
    [InlineData("{type: key, key: plain}", "secret_in_plain")]
    [InlineData("{type: key, header: 'X Y'}", "value_invalid")]
    [InlineData("{type: key, headr: X}", "unknown_key")]
    [InlineData("{type: bearer, token_life: 25h}", "value_invalid")]
    [InlineData("bearer", "value_invalid")]
    public void A_fault_is_found(string auth, string code)
    {
        using var bench = new Workbench(("workspace.yaml", $"connections: {{crm: {{type: hubspot, auth: {auth}}}}}"));
        Assert.Equal(code, Assert.Single(bench.Check()).Code);
    }
}
