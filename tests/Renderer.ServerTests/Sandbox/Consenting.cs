using System.Net;
using System.Text.RegularExpressions;
using System.Web;

namespace Renderer.ServerTests.Sandbox;

/// <summary>A person at the sandbox's consent page.</summary>
internal static partial class Consenting
{
    /// <summary>Opens the page, presses a button, and returns where the browser is sent.</summary>
    public static async Task<Uri> DecideAsync(Uri page, string decision = "allow")
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var html = await browser.GetStringAsync(page);
        var fields = Hidden().Matches(html).ToDictionary(
            match => WebUtility.HtmlDecode(match.Groups["name"].Value), match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        fields["decision"] = decision;
        using var answer = await browser.PostAsync(new Uri(page, "/oauth/authorize"), new FormUrlEncodedContent(fields));
        return answer.Headers.Location ?? throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    public static string? Parameter(this Uri url, string name) => HttpUtility.ParseQueryString(url.Query)[name];

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex Hidden();
}
