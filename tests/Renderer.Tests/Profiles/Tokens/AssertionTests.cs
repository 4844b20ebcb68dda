using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Renderer.Model;
using Renderer.Profiles.Tokens;
using Xunit;

namespace Renderer.Tests.Profiles.Tokens;

public sealed class AssertionTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void An_RSA_key_signs_RS256_over_what_the_RFC_asks_for()
    {
        var key = SigningKey.Read(Pems.RsaPem, null, "k1").Key!;

        var (header, claims, signed, signature) = Split(Assertion.Make(key, "client", "user@example.com", "https://login.example.com", Now));

        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"k1"}""", header.GetRawText());
        Assert.Equal(["iss", "sub", "aud", "iat", "exp", "jti"], claims.EnumerateObject().Select(claim => claim.Name));
        Assert.Equal(("client", "user@example.com"), (claims.GetProperty("iss").GetString(), claims.GetProperty("sub").GetString()));
        Assert.Equal("https://login.example.com", claims.GetProperty("aud").GetString());
        Assert.Equal((1_800_000_000, 1_800_000_180), (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));
        Assert.True(Pems.Rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void An_EC_key_signs_ES256_in_the_form_of_JOSE()
    {
        var key = SigningKey.Read(Pems.EcPem, null, null).Key!;

        var (header, _, signed, signature) = Split(Assertion.Make(key, "a", "b", "c", Now));

        Assert.Equal("""{"alg":"ES256","typ":"JWT"}""", header.GetRawText());
        Assert.Equal(64, signature.Length);
        Assert.True(Pems.Ec.VerifyData(signed, signature, HashAlgorithmName.SHA256));
    }

    [Fact]
    public void A_certificate_is_named_by_its_thumbprints()
    {
        var key = SigningKey.Read(Pems.RsaPem, Pems.CertificatePem, null).Key!;

        var (header, _, _, _) = Split(Assertion.Make(key, "a", "b", "c", Now));

        Assert.Equal(Base64Url.EncodeToString(Pems.Certificate.GetCertHash(HashAlgorithmName.SHA1)), header.GetProperty("x5t").GetString());
        Assert.Equal(Base64Url.EncodeToString(Pems.Certificate.GetCertHash(HashAlgorithmName.SHA256)), header.GetProperty("x5t#S256").GetString());
    }

    [Fact]
    public void No_two_assertions_are_the_same()
    {
        var key = SigningKey.Read(Pems.EcPem, null, null).Key!;

        var ids = Enumerable.Range(0, 50).Select(_ => Split(Assertion.Make(key, "a", "b", "c", Now)).Claims.GetProperty("jti").GetString());

        Assert.Equal(50, ids.Distinct().Count());
    }

    [Fact]
    public void A_PEM_without_line_breaks_of_its_own_is_read_too() =>
        Assert.NotNull(SigningKey.Read(new Secret(Pems.RsaPem.Value.Replace("\n", "\\n", StringComparison.Ordinal)), null, null).Key);

    public static TheoryData<string> Bad => [.. new[] { "", "hello", "public", "short", "P-384", "encrypted", "half" }];

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_no_key_is_said_without_quoting_it(string kind)
    {
        using var weak = RSA.Create(1024);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var pem = kind switch
        {
            "public" => Pems.Rsa.ExportSubjectPublicKeyInfoPem(),
            "short" => weak.ExportPkcs8PrivateKeyPem(),
            "P-384" => other.ExportECPrivateKeyPem(),
            "encrypted" => Pems.Rsa.ExportEncryptedPkcs8PrivateKeyPem("pw", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)),
            "half" => Pems.RsaPem.Value[..600] + "\n-----END PRIVATE KEY-----",
            _ => kind,
        };

        var (key, fault) = SigningKey.Read(new Secret(pem), null, null);

        Assert.Null(key);
        Assert.StartsWith("auth.private_key is no private key in PEM", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_another_key_is_a_fault() =>
        Assert.Equal("auth.certificate is not that of auth.private_key", SigningKey.Read(Pems.EcPem, Pems.CertificatePem, null).Fault);

    [Fact]
    public void A_key_says_nothing_when_printed() => Assert.Equal("***", SigningKey.Read(Pems.EcPem, null, null).Key!.ToString());

    private static (JsonElement Header, JsonElement Claims, byte[] Signed, byte[] Signature) Split(string assertion)
    {
        var parts = assertion.Split('.');
        Assert.Equal(3, parts.Length);
        return (Json(parts[0]), Json(parts[1]), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
    }

    private static JsonElement Json(string part) => JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(part));
}
