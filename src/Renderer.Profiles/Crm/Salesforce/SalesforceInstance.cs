using System.Text.Json;
using Renderer.Profiles.Outbound;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Looks at the <c>instance_url</c> of a token's reply: one that names neither the connection's own address nor a host of Salesforce's
/// comes from somebody else, and its token is not used.</summary>
internal sealed class SalesforceInstance(Uri baseUrl, HttpMessageHandler wire) : DelegatingHandler(wire)
{
    private const int MaxReplyBytes = 64 * 1024;

    private static readonly string[] Domains = [".salesforce.com", ".force.com", ".salesforce.mil", ".sfcrmproducts.cn"];

    /// <summary>Whether a host is Salesforce's.</summary>
    public static bool IsSalesforce(string host) => Domains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return response;
        }

        var body = await Body.ReadAsync(response.Content, MaxReplyBytes, cancellationToken) ?? throw new InvalidDataException("The reply is too long.");
        if (InstanceOf(body) is { } instance && !IsOurs(instance))
        {
            response.Dispose();
            throw new InvalidDataException("The token's instance_url is no address of Salesforce's.");
        }

        response.Content = new ByteArrayContent(body);
        return response;
    }

    private static string? InstanceOf(byte[] body)
    {
        try
        {
            using var reply = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return reply.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("instance_url", out var member)
                && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // whoever reads the token says that the reply is no reply
        }
    }

    private bool IsOurs(string instance) =>
        Uri.TryCreate(instance, UriKind.Absolute, out var url)
        && ((url.Scheme == baseUrl.Scheme && url.Authority == baseUrl.Authority) || (url.Scheme == Uri.UriSchemeHttps && IsSalesforce(url.IdnHost)));
}
