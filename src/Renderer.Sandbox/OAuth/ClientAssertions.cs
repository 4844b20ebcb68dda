using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Renderer.Sandbox.OAuth;

/// <summary>Assertions signed with the client's key (RFC 7523): who it is, or whom it speaks of. Each is good once.</summary>
internal sealed class ClientAssertions(SandboxOptions options, TokenBook book)
{
    public const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>Before OpenIddict looks at the tokens of a request, after it decided which to look at.</summary>
    public static readonly int Early = OpenIddict.Server.OpenIddictServerHandlers.EvaluateValidatedTokens.Descriptor.Order + 1;

    /// <summary>Whom Salesforce's assertions are for, wherever the org is.</summary>
    private static readonly string[] LoginHosts = ["https://login.salesforce.com", "https://test.salesforce.com"];

    private readonly SecurityKey? key = options.ClientKey is { } pem ? Read(pem.Replace("\\n", "\n", StringComparison.Ordinal)) : null;

    /// <summary>OpenIddict would look for the client's keys in a store.</summary>
    public static ValueTask LeaveToUsAsync(ProcessAuthenticationContext context)
    {
        (context.ExtractClientAssertion, context.ValidateClientAssertion, context.RequireClientAssertion) = (false, false, false);
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether an assertion is the client's, speaks of this subject, is for us and was not used.</summary>
    public async ValueTask<bool> HoldsAsync(string? assertion, string subject, BaseRequestContext context)
    {
        if (assertion is null || key is null)
        {
            return false;
        }

        var server = new Uri(context.BaseUri!, "/").AbsoluteUri;
        var read = await new JsonWebTokenHandler().ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidIssuer = options.ClientId,
            ValidAudiences = [context.RequestUri!.GetLeftPart(UriPartial.Path), server, server.TrimEnd('/'), .. LoginHosts],
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            ClockSkew = TimeSpan.FromSeconds(30),
        });
        return read.IsValid
            && read.SecurityToken is JsonWebToken token
            && token.Subject == subject
            && token.ValidTo - token.IssuedAt <= TimeSpan.FromMinutes(5)
            && book.Use(assertion);
    }

    private static SecurityKey Read(string pem)
    {
        if (pem.Contains("CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetRSAPublicKey() is { } rsaOfIt ? new RsaSecurityKey(rsaOfIt) : new ECDsaSecurityKey(certificate.GetECDsaPublicKey());
        }

        try
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new RsaSecurityKey(rsa);
        }
        catch (CryptographicException)
        {
            var ec = ECDsa.Create();
            ec.ImportFromPem(pem);
            return new ECDsaSecurityKey(ec);
        }
    }
}
