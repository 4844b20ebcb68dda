using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Outbound;
using Xunit;

namespace Renderer.Tests.Profiles.Crm;

/// <summary>Short ways to connect and to ask.</summary>
internal static class Connecting
{
    public static readonly OutboundPolicy Loopback = new(allowLoopback: true);

    public static ConnectionSettings Settings(FakeHubSpot host) => new()
    {
        Name = "crm",
        Type = "hubspot",
        BaseUrl = host.Url,
        ClientId = "client",
        ClientSecret = new Secret("secret"),
        AttemptTimeout = TimeSpan.FromSeconds(20), // a busy machine is no fault
        HookSecret = new Secret("yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"),
    };

    public static ICrmConnection Connect(this FakeHubSpot host, Func<ConnectionSettings, ConnectionSettings>? change = null,
        TimeProvider? clock = null, ILoggerFactory? logs = null)
    {
        var settings = change is null ? Settings(host) : change(Settings(host));
        var (connection, fault) = CrmConnections.Create(
            WorkspaceName.Default, settings, Loopback, clock ?? TimeProvider.System, logs ?? NullLoggerFactory.Instance);
        Assert.Null(fault);
        return connection!;
    }

    public static ValueTask<CrmAnswer> ReadAsync(this ICrmConnection connection, Identifier person, string[]? attributes = null, int budget = 20_000) =>
        connection.ReadAsync(person, new ReadSet(attributes ?? ["firstname"]), Budget.Start(TimeProvider.System, TimeSpan.FromMilliseconds(budget)), default);

    public static ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        this ICrmConnection connection, IReadOnlyList<Identifier> people, string[]? attributes = null, int budget = 20_000) =>
        connection.ReadManyAsync(people, new ReadSet(attributes ?? ["firstname"]), Budget.Start(TimeProvider.System, TimeSpan.FromMilliseconds(budget)), default);

    public static string Text(this CrmAnswer answer) => Encoding.UTF8.GetString(answer.Person!.Json.Span);

    public static string? Value(this CrmAnswer answer, string attribute)
    {
        using var document = JsonDocument.Parse(answer.Person!.Json);
        return document.RootElement.GetProperty(attribute).GetString();
    }
}
