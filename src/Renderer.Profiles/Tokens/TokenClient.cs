using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Renderer.Model;

namespace Renderer.Profiles.Tokens;

/// <summary>Whom to ask for a token, and as whom.</summary>
/// <param name="Url">The token endpoint.</param>
/// <param name="Id">The client's id; null where the grant itself says who it is.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="Proof">How it says who it is.</param>
/// <param name="Key">Signs assertions.</param>
/// <param name="Audience">Whom assertions of who the client is are for; null: the endpoint.</param>
/// <param name="Life">A token's life where the reply does not tell.</param>
internal sealed record TokenClient(
    Uri Url, string? Id, Secret? Secret, ClientProof Proof, SigningKey? Key = null, string? Audience = null, TimeSpan? Life = null)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Puts who the client is on a request (RFC 6749 section 2.3.1, RFC 7523 section 2.2).</summary>
    public HttpRequestMessage Request(Grant grant, DateTimeOffset now)
    {
        var form = new List<KeyValuePair<string, string>>(grant.Form);
        var request = new HttpRequestMessage(HttpMethod.Post, Url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (Proof == ClientProof.Basic)
        {
            var pair = $"{WebUtility.UrlEncode(Id)}:{WebUtility.UrlEncode(Secret?.Value)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        else if (Id is not null)
        {
            form.Add(new("client_id", Id));
        }

        if (Proof == ClientProof.Form)
        {
            form.Add(new("client_secret", Secret!.Value));
        }
        else if (Proof == ClientProof.Assertion)
        {
            form.Add(new("client_assertion_type", AssertionType));
            form.Add(new("client_assertion", Assertion.Make(Key!, Id!, Id!, Audience ?? Url.AbsoluteUri, now)));
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }
}
