namespace Renderer.Server.Passthrough.Ses.Signing;

/// <summary>For which day, region and service of AWS a signature is good.</summary>
internal readonly record struct SigningScope(string Day, string Region, string Service)
{
    public const string End = "aws4_request";

    /// <summary>As it stands in a credential and in what is signed.</summary>
    public override string ToString() => $"{Day}/{Region}/{Service}/{End}";
}
