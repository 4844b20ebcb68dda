using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Outbound;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Profiles.Tokens;
using Xunit;

namespace Renderer.ServerTests.Sandbox;

/// <summary>Our own connections against the sandbox in each vendor's clothes: what one side writes, the other reads.</summary>
public sealed class ConnectionTests
{
    private static readonly ReadSet Reads = new(["firstname", "lastname", "bio", "city", "points"]);

    private static Budget Patience => Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(30));

    [Fact]
    public async Task Hostile_values_come_over_Dataverse_as_they_are()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var connection = Dataverse(sandbox.Url);
        int[] hostile = [.. Enumerable.Range(1, 50).Select(n => n * 20)];

        var answers = await connection.ReadManyAsync(
            [.. hostile.Select(n => Identifier.Id($"00000000-0000-4000-8001-{n:D12}"))], Reads, Patience, default);

        for (var i = 0; i < hostile.Length; i++)
        {
            await SameAsync(sandbox, $"p{hostile[i]:D4}", answers[i]);
        }
    }

    [Fact]
    public async Task Entra_takes_the_apps_certificate_in_the_place_of_a_secret_and_no_other()
    {
        using var other = RSA.Create(2048);
        foreach (var (key, reason) in ((string, Reason)[])[(Pems.RsaPem.Value, Reason.None), (other.ExportPkcs8PrivateKeyPem(), Reason.CrmUnauthorized)])
        {
            await using var sandbox = await RunningSandbox.StartAsync("ClientKey=" + Pems.CertificatePem.Value);
            await using var connection = Dataverse(sandbox.Url, new AuthSettings { Way = AuthWay.ClientCredentials, PrivateKey = new Secret(key) });

            var answer = await connection.ReadAsync(Identifier.Email("p0001@people.example"), Reads, Patience, default);

            Assert.Equal(reason, answer.Reason);
        }
    }

    [Fact]
    public async Task Hostile_values_come_over_Segment_as_they_are()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var connection = Segment(sandbox.Url);
        for (var n = 20; n <= 1000; n += 70)
        {
            await SameAsync(sandbox, $"p{n:D4}", await connection.ReadAsync(Identifier.Email($"p{n:D4}@people.example"), Reads, Patience, default));
        }
    }

    [Fact]
    public async Task Dataverse_lists_everybody_once_and_those_who_changed_since()
    {
        await using var sandbox = await RunningSandbox.StartAsync("People=700");
        await using var connection = Dataverse(sandbox.Url);
        var start = TimeProvider.System.GetUtcNow().AddSeconds(-1);

        Assert.Equal(1700, (await AllAsync(connection, null)).Distinct().Count());
        Assert.Empty(await AllAsync(connection, start));
        await sandbox.PatchAsync("/sandbox/people/p0007", new { city = "Kyoto" });

        Assert.Equal(["00000000-0000-4000-8001-000000000007"], await AllAsync(connection, start));
    }

    [Fact]
    public async Task Dataverse_describes_its_columns_in_our_words()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await using var connection = Dataverse(sandbox.Url);

        var description = await connection.DescribeAsync(Patience, default);

        Assert.Equal(Reason.None, description.Reason);
        var attributes = description.Attributes.ToDictionary(attribute => attribute.Name);
        Assert.Equal((AttributeType.Text, "First name"), (attributes["firstname"].Type, attributes["firstname"].Label));
        Assert.Equal(AttributeType.Date, attributes["birthdate"].Type);
        Assert.Equal(AttributeType.Boolean, attributes["new_marketing_consent"].Type);
        Assert.Equal(AttributeType.Number, attributes["new_tier"].Type);
        Assert.Contains("100000002", attributes["new_tier"].Options);
        Assert.Contains("Gold", attributes["new_tier@formatted"].Options);
        Assert.Equal(AttributeType.Text, attributes["_parentcustomerid_value"].Type);
        Assert.Equal(AttributeType.List, attributes["new_interests@formatted"].Type);
        Assert.Equal((6000, 5998), (connection.Quota!.Value.Limit, connection.Quota.Value.Remaining));
    }

    private static async Task<List<string>> AllAsync(ICrmConnection connection, DateTimeOffset? since)
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await connection.ListAsync(new CrmListing(ReadSet.None, cursor, since), Patience, default);
            Assert.Equal(Reason.None, page.Reason);
            seen.AddRange(page.People.Select(person => person.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        return seen;
    }

    private static async Task SameAsync(RunningSandbox sandbox, string id, CrmAnswer answer)
    {
        Assert.Equal(Reason.None, answer.Reason);
        var expected = await sandbox.GetAsync($"/sandbox/people/{id}");
        using var read = JsonDocument.Parse(answer.Person!.Json);
        foreach (var name in (string[])["firstname", "lastname", "bio", "city"])
        {
            Assert.Equal(expected.Text(name), read.RootElement.Text(name));
        }

        var points = read.RootElement.GetProperty("points");
        if (decimal.TryParse(expected.Text("points"), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            Assert.Equal(number, points.GetDecimal());
        }
        else
        {
            Assert.NotEqual(JsonValueKind.String, points.ValueKind); // null, or a number beyond decimals: never text
        }
    }

    private static ICrmConnection Dataverse(Uri url, AuthSettings? auth = null) => Connect(new ConnectionSettings
    {
        Name = "crm",
        Type = "dataverse",
        BaseUrl = url,
        TokenUrl = new Uri(url, "/contoso.example/oauth2/v2.0/token"),
        ClientId = "renderer",
        ClientSecret = auth is null ? new Secret("sandbox-secret") : null,
        Auth = auth,
        AttemptTimeout = TimeSpan.FromSeconds(20),
        Kind = new DataverseSettings(),
        Attributes = new Dictionary<string, AttributeMapping> { ["bio"] = new("description"), ["city"] = new("address1_city"), ["points"] = new("new_points") },
    });

    private static ICrmConnection Segment(Uri url) => Connect(new ConnectionSettings
    {
        Name = "crm",
        Type = "segment",
        BaseUrl = url,
        AccessToken = new Secret("sandbox-secret"),
        AttemptTimeout = TimeSpan.FromSeconds(20),
        Kind = new SegmentSettings { Space = "sandbox" },
        Attributes = new Dictionary<string, AttributeMapping> { ["points"] = new("points", AttributeType.Number) },
    });

    private static ICrmConnection Connect(ConnectionSettings settings) => CrmConnections.Create(
        WorkspaceName.Default, settings, new OutboundPolicy(allowLoopback: true), TimeProvider.System, NullLoggerFactory.Instance).Connection!;
}
