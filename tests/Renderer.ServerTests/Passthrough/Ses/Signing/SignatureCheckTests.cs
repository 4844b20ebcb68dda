using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Renderer.Server.Passthrough.Ses.Signing;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Ses.Signing;

/// <summary>What one side signs the other side believes, over real HTTP; and nothing else.</summary>
public sealed class SignatureCheckTests : IAsyncLifetime
{
    private const string Secret = "a secret";
    private readonly WebApplication app = Build();
    private readonly HttpClient http = new();
    private TimeSpan ahead;
    private Uri? publicUrl;
    private SignatureFault found;

    [Theory]
    [InlineData("/esp/ses/v2/email/outbound-emails", "{}")]
    [InlineData("/esp/ses/v2/email/identities/ann%40example.com?NextToken=a%2Bb%3D%3D&PageSize=10&empty=", "")]
    [InlineData("/esp/ses/v2/email//odd/%E2%82%AC/", "body \u20ac")]
    public async Task What_was_signed_with_the_secret_holds(string target, string body) =>
        Assert.Equal(SignatureFault.None, await AskAsync(Signed(target, body)));

    [Fact]
    public async Task Whatever_is_changed_after_it_was_signed_is_seen()
    {
        Action<HttpRequestMessage>[] changes =
        [
            request => request.Method = HttpMethod.Put,
            request => request.RequestUri = new Uri(request.RequestUri + "?a=b"),
            request => request.RequestUri = new Uri(request.RequestUri + "/"),
            request => request.Content = Json("{ }"),
            request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain"),
            request => Header(request, "X-Amz-Content-Sha256", new string('0', 64)),
            request => request.Headers.Host = "another.example.com",
            request => request.Headers.TryAddWithoutValidation("X-Amz-Meta", "second"),
            request => Header(request, "Authorization", request.Headers.NonValidated["Authorization"].ToString().Replace("us-east-1", "eu-west-1", StringComparison.Ordinal)),
        ];
        foreach (var change in changes)
        {
            var request = Signed("/esp/ses/v2/email/outbound-emails", "{}");
            change(request);
            Assert.Equal(SignatureFault.Mismatch, await AskAsync(request));
        }
    }

    [Fact]
    public async Task Another_secret_does_not_sign_for_this_one() =>
        Assert.Equal(SignatureFault.Mismatch, await AskAsync(Signed("/", "{}", secret: "another")));

    [Theory]
    [InlineData(-299, nameof(SignatureFault.None))]
    [InlineData(299, nameof(SignatureFault.None))]
    [InlineData(-301, nameof(SignatureFault.Expired))]
    [InlineData(302, nameof(SignatureFault.Expired))]
    public async Task A_signature_is_good_for_five_minutes(int secondsAhead, string expected)
    {
        ahead = TimeSpan.FromSeconds(secondsAhead);
        Assert.Equal(expected, (await AskAsync(Signed("/", "{}"))).ToString());
    }

    [Theory]
    [InlineData(null, nameof(SignatureFault.Missing))]
    [InlineData("Bearer renderer_0", nameof(SignatureFault.Incomplete))]
    [InlineData("AWS4-HMAC-SHA256 ", nameof(SignatureFault.Incomplete))]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/ses, SignedHeaders=host, Signature=x", nameof(SignatureFault.Incomplete))]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/ses/aws4_request, SignedHeaders=x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000", nameof(SignatureFault.Incomplete))]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/ses/aws4_request, SignedHeaders=host, Signature=0000000000000000000000000000000000000000000000000000000000000000", nameof(SignatureFault.Incomplete))]
    public async Task What_is_no_whole_signature_is_refused_before_the_body_is_read(string? header, string expected)
    {
        var request = Signed("/", "{}");
        Header(request, "Authorization", header);
        Assert.Equal(expected, (await AskAsync(request)).ToString());
    }

    [Fact]
    public async Task A_signature_for_another_of_AWS_s_services_is_none_for_this_one()
    {
        var request = Signed("/", "{}");
        Header(request, "Authorization", request.Headers.NonValidated["Authorization"].ToString().Replace("/ses/", "/s3/", StringComparison.Ordinal));
        Assert.Equal(SignatureFault.WrongScope, await AskAsync(request));
    }

    [Fact]
    public async Task A_proxy_before_us_may_change_the_host_and_take_the_public_path_away()
    {
        publicUrl = new Uri("https://r.example.com/mail");
        var request = Signed("/esp/ses/v2/email/outbound-emails", "{}", new Uri("https://r.example.com/mail/esp/ses/v2/email/outbound-emails"));
        Assert.Equal(SignatureFault.None, await AskAsync(request));

        publicUrl = null;
        request = Signed("/esp/ses/v2/email/outbound-emails", "{}", new Uri("https://r.example.com/mail/esp/ses/v2/email/outbound-emails"));
        Assert.Equal(SignatureFault.Mismatch, await AskAsync(request));
    }

    [Fact]
    public async Task The_signature_that_a_request_bore_is_taken_away_before_it_is_signed_anew()
    {
        var request = Signed("/", "{}");
        request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", "of the caller");
        new RequestSigner("NEW", Secret, "eu-central-1", TimeProvider.System).Sign(request, Signature.Hash("{}"u8));

        Assert.False(request.Headers.Contains("X-Amz-Security-Token"));
        Assert.Contains("Credential=NEW/", Assert.Single(request.Headers.NonValidated["Authorization"]), StringComparison.Ordinal);
        Assert.Equal(SignatureFault.None, await AskAsync(request));
    }

    public async ValueTask InitializeAsync()
    {
        app.Run(async context =>
        {
            var bytes = new MemoryStream();
            await context.Request.Body.CopyToAsync(bytes);
            found = SignatureCheck.Before(context.Request, TimeProvider.System.GetUtcNow(), out var presented);
            found = found != SignatureFault.None ? found
                : SignatureCheck.Check(presented!, context.Request, Signature.Hash(bytes.ToArray()), Secret, publicUrl);
        });
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    private static void Header(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private HttpRequestMessage Signed(string target, string body, Uri? signedFor = null, string secret = Secret)
    {
        var to = new Uri(app.Urls.First() + target);
        var request = new HttpRequestMessage(HttpMethod.Post, signedFor ?? to) { Content = Json(body) };
        request.Headers.TryAddWithoutValidation("X-Amz-Meta", "first  value");
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow() + ahead);
        new RequestSigner("id", secret, "us-east-1", clock).Sign(request, Signature.Hash(System.Text.Encoding.UTF8.GetBytes(body)));
        request.RequestUri = to;
        return request;
    }

    private async Task<SignatureFault> AskAsync(HttpRequestMessage request)
    {
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        request.Dispose();
        return found;
    }
}
