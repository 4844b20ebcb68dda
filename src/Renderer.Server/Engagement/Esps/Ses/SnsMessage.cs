using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Renderer.Server.Engagement.Esps.Ses;

/// <summary>A message of Amazon SNS, and what of it is signed. https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html</summary>
internal sealed class SnsMessage
{
    public const string Confirmation = "SubscriptionConfirmation";

    private static readonly string[] OfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] OfSubscription = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    private readonly JsonElement root;

    private SnsMessage(JsonElement root) => this.root = root;

    public string? Type => root.Text("Type");

    public string? Topic => root.Text("TopicArn");

    public string? Id => root.Text("MessageId");

    public string? Text => root.Text("Message");

    public string? Timestamp => root.Text("Timestamp");

    public string? CertificateUrl => root.Text("SigningCertURL") ?? root.Text("SigningCertUrl");

    public string? SubscribeUrl => root.Text("SubscribeURL");

    public static SnsMessage? Parse(ReadOnlyMemory<byte> body) =>
        Fields.Parse(body) is { ValueKind: JsonValueKind.Object } root ? new(root) : null;

    /// <summary>Whether the signature holds under this public key (SPKI).</summary>
    public bool IsSignedBy(ReadOnlySpan<byte> spki)
    {
        HashAlgorithmName? hash = root.Text("SignatureVersion") switch
        {
            "1" => HashAlgorithmName.SHA1,
            "2" => HashAlgorithmName.SHA256,
            _ => null,
        };
        if (hash is not { } algorithm || Signed() is not { } signed || Proofs.Bytes(root.Text("Signature")) is not { } signature)
        {
            return false;
        }

        try
        {
            using var key = RSA.Create();
            key.ImportSubjectPublicKeyInfo(spki, out _);
            return key.VerifyData(signed, signature, algorithm, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private byte[]? Signed()
    {
        var names = Type switch
        {
            "Notification" => OfNotification,
            Confirmation or "UnsubscribeConfirmation" => OfSubscription,
            _ => null,
        };
        if (names is null)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var name in names)
        {
            // A notification without a subject is signed without it; all else is always there.
            if (root.Text(name) is { } value)
            {
                text.Append(name).Append('\n').Append(value).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
