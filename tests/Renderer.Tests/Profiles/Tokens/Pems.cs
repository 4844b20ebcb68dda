using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Renderer.Model;

namespace Renderer.Tests.Profiles.Tokens;

/// <summary>Keys made for the tests of this run.</summary>
internal static class Pems
{
    public static readonly RSA Rsa = RSA.Create(2048);

    public static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static Secret RsaPem { get; } = new(Rsa.ExportPkcs8PrivateKeyPem());

    public static Secret EcPem { get; } = new(Ec.ExportECPrivateKeyPem());

    public static X509Certificate2 Certificate { get; } =
        new CertificateRequest("CN=renderer", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

    public static Secret CertificatePem { get; } = new(Certificate.ExportCertificatePem());
}
