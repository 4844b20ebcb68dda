using System.Text.RegularExpressions;
using Renderer.Model;
using Renderer.Templates.Yaml;

namespace Renderer.Templates.Settings;

/// <summary>Reads the <c>auth</c> of a connection.</summary>
internal static partial class AuthYaml
{
    private static readonly Dictionary<string, AuthWay> Ways = Words<AuthWay>();

    private static readonly Dictionary<string, ClientProof> Proofs = Words<ClientProof>();

    public static AuthSettings? Read(Section connection)
    {
        var section = connection.Below("auth");
        var way = section.Text("type", Ways.ContainsKey, "value_invalid", $"one of: {string.Join(", ", Ways.Keys)}");
        var proof = section.Text("client_auth", Proofs.ContainsKey, "value_invalid", $"one of: {string.Join(", ", Proofs.Keys)}");
        var auth = new AuthSettings
        {
            Way = way is null ? AuthWay.ClientCredentials : Ways[way],
            ClientProof = proof is null ? null : Proofs[proof],
            PrivateKey = Secrets.Read(section, "private_key"),
            Certificate = Secrets.Read(section, "certificate"),
            KeyId = section.Text("key_id"),
            Issuer = section.Text("issuer"),
            Subject = section.Text("subject"),
            Audience = section.Text("audience"),
            RefreshToken = Secrets.Read(section, "refresh_token"),
            SubjectToken = Secrets.Read(section, "subject_token"),
            SubjectTokenType = section.Text("subject_token_type"),
            ActorToken = Secrets.Read(section, "actor_token"),
            ActorTokenType = section.Text("actor_token_type"),
            RequestedTokenType = section.Text("requested_token_type"),
            Resource = section.Text("resource"),
            AuthorizeUrl = ConnectionYaml.Address(section, "authorize_url"),
            AuthorizeParameters = section.Text("authorize_parameters"),
            UserName = section.Text("username"),
            Password = Secrets.Read(section, "password"),
            Key = Secrets.Read(section, "key"),
            Header = section.Text("header", HeaderWord().IsMatch, "value_invalid", "a header's name, like X-Api-Key"),
            Scheme = section.Text("scheme", HeaderWord().IsMatch, "value_invalid", "one word, like Bearer"),
            Life = section.Duration("token_life", "1m", "24h"),
        };
        section.Done();
        if (section.IsEmpty)
        {
            return null;
        }

        if (section.Find("type") is null)
        {
            section.Source.Findings.Error("key_missing", $"'auth' needs a 'type', one of: {string.Join(", ", Ways.Keys)}.", section.Start);
        }

        return way is null ? null : auth;
    }

    private static Dictionary<string, T> Words<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(value => Inner().Replace(value.ToString(), "_").ToLowerInvariant(), StringComparer.Ordinal);

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Inner();

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}\z")]
    private static partial Regex HeaderWord();
}
