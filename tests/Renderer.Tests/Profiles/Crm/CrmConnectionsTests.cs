using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Outbound;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

public sealed class CrmConnectionsTests
{
    private static readonly ConnectionSettings Good = new() { Name = "main", Type = "hubspot", AccessToken = new Secret("pat-secret") };

    [Fact]
    public async Task A_private_app_needs_a_token_and_nothing_else()
    {
        var (connection, fault) = Create(Good);

        Assert.Null(fault);
        Assert.Equal(100, connection!.BatchSize);
        Assert.Same(Good, connection.Settings);
        await connection.DisposeAsync();
    }

    public static TheoryData<string, string> Faulty => new()
    {
        { "type", "connection_type_unknown" },
        { "nothing", "connection_credentials" },
        { "both", "connection_credentials" },
        { "half", "connection_credentials" },
        { "token with a line break", "connection_credentials" },
        { "http", "connection_url" },
        { "loopback", "connection_url" },
        { "token url", "connection_url" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_fault_names_the_connection_and_no_secret(string what, string code)
    {
        var (connection, fault) = Create(what switch
        {
            "type" => Good with { Type = "salesfarce" },
            "nothing" => Good with { AccessToken = null },
            "both" => Good with { ClientId = "id", ClientSecret = new Secret("pat-secret") },
            "half" => Good with { AccessToken = null, ClientId = "id" },
            "token with a line break" => Good with { AccessToken = new Secret("pat-secret\n") },
            "http" => Good with { BaseUrl = new Uri("http://crm.example") },
            "loopback" => Good with { BaseUrl = new Uri("https://127.0.0.1") },
            _ => Good with { TokenUrl = new Uri("https://user:pat-secret@crm.example/token") },
        });

        Assert.Null(connection);
        Assert.Equal((Severity.Error, code), (fault!.Severity, fault.Code));
        Assert.Contains("'main'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pat-secret", fault.ToString(), StringComparison.Ordinal);
    }

    private static CrmConnectionOrFault Create(ConnectionSettings settings) => CrmConnections.Create(
        WorkspaceName.Default, settings, new OutboundPolicy(allowLoopback: false), TimeProvider.System, NullLoggerFactory.Instance);
}
