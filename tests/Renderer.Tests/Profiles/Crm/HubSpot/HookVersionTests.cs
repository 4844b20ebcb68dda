using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Tests.HouseRules;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.HubSpot;

/// <summary>The vectors of HubSpot's own clients, for all three kinds of signatures.</summary>
public sealed class HookVersionTests
{
    private const HubSpotSignatures AnyVersion = HubSpotSignatures.V1 | HubSpotSignatures.V2 | HubSpotSignatures.V3;

    private static readonly Dictionary<string, JsonElement> Vectors =
        JsonDocument.Parse(Tree.Read("tests/Renderer.Tests/Profiles/Crm/HubSpot/hook-signatures.json")).RootElement.EnumerateArray()
            .ToDictionary(vector => vector.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. Vectors.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_vector_is_taken_or_refused_as_it_says(string name)
    {
        var vector = Vectors[name];
        await using var connection = Connect(vector, AnyVersion);

        Assert.Equal(vector.GetProperty("expected_valid").GetBoolean(), connection.ReadHook(Delivery(vector)).Genuine);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Old_kinds_are_refused_unless_the_workspace_takes_them(string name)
    {
        var vector = Vectors[name];
        await using var connection = Connect(vector, HubSpotSignatures.V3);

        var isV3 = vector.GetProperty("version").GetString() == "v3";
        Assert.Equal(isV3 && vector.GetProperty("expected_valid").GetBoolean(), connection.ReadHook(Delivery(vector)).Genuine);
    }

    [Fact]
    public async Task A_bad_new_signature_is_not_made_up_for_by_a_good_old_one()
    {
        var vector = Vectors["v2-post-body-node"];
        await using var connection = Connect(vector, AnyVersion);
        var delivery = Delivery(vector);
        delivery.Headers["X-HubSpot-Signature-v3"] = "AAAA";

        Assert.False(connection.ReadHook(delivery).Genuine);
    }

    private static ICrmConnection Connect(JsonElement vector, HubSpotSignatures versions)
    {
        var settings = new ConnectionSettings
        {
            Name = "crm",
            Type = "hubspot",
            AccessToken = new Secret("pat"),
            HookSecret = new Secret(vector.GetProperty("client_secret").GetString()!),
            Kind = new HubSpotSettings(versions),
        };
        var now = vector.TryGetProperty("verify_at_unix_ms", out var at) ? at.GetInt64() : 1_693_657_560_000;
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(now));
        return CrmConnections.Create(WorkspaceName.Default, settings, Connecting.Loopback, clock, NullLoggerFactory.Instance).Connection!;
    }

    private static HookDelivery Delivery(JsonElement vector)
    {
        var headers = new HeaderDictionary();
        var version = vector.GetProperty("version").GetString();
        headers[version == "v3" ? "X-HubSpot-Signature-v3" : "X-HubSpot-Signature"] = Text(vector, "signature");
        headers["X-HubSpot-Signature-Version"] = version;
        if (Text(vector, "timestamp") is { } time)
        {
            headers["X-HubSpot-Request-Timestamp"] = time;
        }

        return new HookDelivery(
            Text(vector, "method") ?? "POST", Text(vector, "url") ?? "https://www.example.com/", headers, Encoding.UTF8.GetBytes(Text(vector, "body")!));
    }

    private static string? Text(JsonElement vector, string member) => vector.TryGetProperty(member, out var value) ? value.GetString() : null;
}
