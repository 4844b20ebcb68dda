using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.HubSpot;

/// <summary>Vectors of HubSpot's own Python and Node clients, and ours.</summary>
public sealed class HookSignatureTests
{
    private const string Secret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
    private const string Url = "https://www.example.com/webhook_uri";
    private const string PythonBody = "{'example_field':'example_value'}";
    private const string PythonSignature = "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=";

    [Theory]
    [InlineData("POST", PythonBody, "1693657560000", 1693657560000, PythonSignature, true)]
    [InlineData("POST", PythonBody, "1693657560000", 1693657860000, PythonSignature, true)]
    [InlineData("POST", PythonBody, "1693657560000", 1693657861000, PythonSignature, false)]
    [InlineData("POST", PythonBody, "1693657560000", 1693657259000, PythonSignature, false)]
    [InlineData("PUT", PythonBody, "1693657560000", 1693657560000, PythonSignature, false)]
    [InlineData("POST", PythonBody + " ", "1693657560000", 1693657560000, PythonSignature, false)]
    [InlineData("POST", PythonBody, null, 1693657560000, PythonSignature, false)]
    [InlineData("POST", PythonBody, "1693657560000", 1693657560000, null, false)]
    [InlineData("POST", PythonBody, "+1693657560000", 1693657560000, PythonSignature, false)]
    [InlineData("POST", PythonBody, "9223372036854775807", 1693657560000, PythonSignature, false)]
    [InlineData("POST", PythonBody, "1693657560000", 1693657560000, "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y", false)]
    [InlineData("POST", PythonBody, "1693657560000", 1693657560000, "not base64!", false)]
    [InlineData("POST", """{"example_field":"example_value"}""", "1700000000000", 1700000000000, "rQEKkaNUiu+1qGF//O/pw4BCzstSqO1PyUnGICmf+7o=", true)]
    [InlineData("POST", """{"example_field":"example_value"}""", "1700000000001", 1700000000000, "rQEKkaNUiu+1qGF//O/pw4BCzstSqO1PyUnGICmf+7o=", false)]
    public async Task A_signature_holds_or_does_not(string method, string body, string? time, long now, string? signature, bool holds)
    {
        await using var connection = Connect(now);

        Assert.Equal(holds, connection.ReadHook(Delivery(method, Url, body, time, signature)).Genuine);
    }

    [Theory]
    [InlineData("https://r.example/hooks/w/crm?a=%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B&b=%20%C3%A9%23", "https://r.example/hooks/w/crm?a=:/?@!$'()*,;&b=%20%C3%A9%23")]
    [InlineData("https://r.example/hooks/w/crm%2fx", "https://r.example/hooks/w/crm/x")]
    [InlineData("https://r.example/plain", "https://r.example/plain")]
    public async Task The_url_is_signed_with_some_escapes_undone(string received, string signed)
    {
        await using var connection = Connect(1700000000000);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"POST{signed}[]1700000000000"));

        Assert.True(connection.ReadHook(Delivery("POST", received, "[]", "1700000000000", Convert.ToBase64String(mac))).Genuine);
    }

    [Fact]
    public async Task Without_a_secret_no_hook_is_genuine()
    {
        await using var connection = Connect(1693657560000, secret: null);

        Assert.False(connection.ReadHook(Delivery("POST", Url, PythonBody, "1693657560000", PythonSignature)).Genuine);
    }

    [Fact]
    public async Task Two_signatures_are_none()
    {
        await using var connection = Connect(1693657560000);
        var delivery = Delivery("POST", Url, PythonBody, "1693657560000", PythonSignature);
        delivery.Headers.Append("X-HubSpot-Signature-v3", PythonSignature);

        Assert.False(connection.ReadHook(delivery).Genuine);
    }

    [Fact]
    public async Task A_forged_hook_is_not_parsed_and_a_genuine_one_that_is_no_json_is_received()
    {
        await using var connection = Connect(1693657560000);

        Assert.Equal(new HookReading(false, []), connection.ReadHook(Delivery("POST", Url, PythonBody, "1693657560001", PythonSignature)));
        var genuine = connection.ReadHook(Delivery("POST", Url, PythonBody, "1693657560000", PythonSignature));
        Assert.True(genuine.Genuine);
        Assert.Empty(genuine.Changes);
    }

    private static ICrmConnection Connect(long now, string? secret = Secret)
    {
        var settings = new ConnectionSettings
        {
            Name = "crm",
            Type = "hubspot",
            AccessToken = new Secret("pat"),
            HookSecret = secret is null ? null : new Secret(secret),
        };
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(now));
        return CrmConnections.Create(WorkspaceName.Default, settings, Connecting.Loopback, clock, NullLoggerFactory.Instance).Connection!;
    }

    private static HookDelivery Delivery(string method, string url, string body, string? time, string? signature)
    {
        var headers = new HeaderDictionary();
        if (time is not null)
        {
            headers["x-hubspot-request-timestamp"] = time;
        }

        if (signature is not null)
        {
            headers["x-hubspot-signature-v3"] = signature;
        }

        return new HookDelivery(method, url, headers, Encoding.UTF8.GetBytes(body));
    }
}
