using Renderer.Server.Passthrough.Ses.Signing;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Ses.Signing;

/// <summary>Vectors of AWS's own suite for signature version 4: https://github.com/awslabs/aws-c-auth/tree/main/tests/aws-signing-test-suite/v4.</summary>
public sealed class SignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Time = "20150830T123600Z";
    private static readonly SigningScope Scope = new("20150830", "us-east-1", "service");

    [Theory]
    [InlineData("GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "/", "Param-3=Value3&Param=Value2&%E1%88%B4=Value1", "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac")]
    [InlineData("GET", "/", "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197")]
    [InlineData("GET", "/", "\u1234=bar", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("GET", "/\u1234", "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85")]
    [InlineData("GET", "//example//", "", "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")]
    [InlineData("GET", "/example space/", "", "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741")]
    [InlineData("GET", "/example/..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("GET", "/./", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    public void A_request_is_signed_as_AWS_signs_it(string method, string path, string query, string expected) =>
        Assert.Equal(expected, Sign(method, path, query, string.Empty));

    [Fact]
    public void Values_are_trimmed_and_their_spaces_are_one() =>
        Assert.Equal("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736", Sign(
            "GET", "/", string.Empty, string.Empty, ("my-header1", [" value1"]), ("my-header2", [" \"a   b   c\" "])));

    [Fact]
    public void Lines_of_one_header_keep_their_order() =>
        Assert.Equal("08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01", Sign(
            "GET", "/", string.Empty, string.Empty, ("my-header1", ["value4", "value1", "value3", "value2"])));

    [Fact]
    public void A_session_token_is_covered() =>
        Assert.Equal("07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8", Sign(
            "GET", "/", string.Empty, string.Empty, ("x-amz-security-token", ["6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"])));

    [Fact]
    public void A_body_is_covered() =>
        Assert.Equal("d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b", Sign(
            "POST", "/", string.Empty, "Param1=value1",
            ("content-length", ["13"]), ("content-type", ["application/x-www-form-urlencoded"]),
            ("x-amz-content-sha256", ["9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e"])));

    private static string Sign(string method, string path, string query, string body, params (string Name, string[] Values)[] headers)
    {
        var parts = new SignedParts
        {
            Method = method,
            Path = path,
            Query = query,
            Headers = [.. headers.Append(("host", ["example.amazonaws.com"])).Append(("x-amz-date", [Time]))
                .OrderBy(header => header.Item1, StringComparer.Ordinal)
                .Select(header => KeyValuePair.Create<string, IReadOnlyList<string>>(header.Item1, header.Item2))],
            BodyHash = Signature.Hash(System.Text.Encoding.UTF8.GetBytes(body)),
        };
        return Signature.Of(parts, Time, Scope, SigningKey.Of(Secret, Scope));
    }
}
