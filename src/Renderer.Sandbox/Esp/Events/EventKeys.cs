using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Renderer.Sandbox.Esp.Events;

/// <summary>What the ESPs sign their events with. All but SNS's follows from the HookSecret, so that a workspace can be wired before the sandbox is up.</summary>
internal sealed class EventKeys : IDisposable
{
    public const string Topic = "arn:aws:sns:eu-west-1:123456789012:sandbox-events";

    private readonly string secret;
    private readonly Lazy<RSA> rsa = new(() => RSA.Create(2048));
    private readonly Lazy<string> certificate;

    public EventKeys(SandboxOptions options)
    {
        secret = options.HookSecret;
        SendGrid = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = SHA256.HashData(Encoding.UTF8.GetBytes("sendgrid " + secret)) });
        certificate = new(() =>
        {
            var request = new CertificateRequest("CN=sns.amazonaws.com", rsa.Value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var own = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(130));
            return own.ExportCertificatePem();
        });
    }

    public ECDsa SendGrid { get; }

    /// <summary>Of SendGrid's signatures: SPKI, base64.</summary>
    public string SendGridPublicKey => Convert.ToBase64String(SendGrid.ExportSubjectPublicKeyInfo());

    /// <summary>Of Mailgun's and Mandrill's signatures.</summary>
    public string Shared => secret;

    /// <summary>User and password of those that sign nothing: Postmark, SparkPost.</summary>
    public string Basic => "renderer:" + secret;

    /// <summary>Of Resend's signatures, as its dashboard shows it.</summary>
    public string Resend => "whsec_" + Convert.ToBase64String(ResendBytes);

    public byte[] ResendBytes => SHA256.HashData(Encoding.UTF8.GetBytes("resend " + secret));

    public RSA Sns => rsa.Value;

    /// <summary>The certificate that SNS's SigningCertURL names.</summary>
    public string SnsCertificate => certificate.Value;

    public void Dispose()
    {
        SendGrid.Dispose();
        if (rsa.IsValueCreated)
        {
            rsa.Value.Dispose();
        }
    }
}
