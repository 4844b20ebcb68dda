using System.Net;
using Renderer.Server.Send;
using Renderer.Server.Snippets;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary>What each ESP leaves where it merged nobody is a proof, not a person (contract section 2).</summary>
public sealed class PlaceholderTests(PullStage pull) : IClassFixture<PullStage>
{
    /// <summary>Beside the merge tags of the ESPs' own files: what they leave in previews and tests, and older spellings.</summary>
    private static readonly string[] More =
    [
        "*|UNIQID|*", "__test_email__", "<< Test RENDERER >>", "<<Email Address>>", "%%_subscriberkey%%", "%%emailaddr%%", "%%=v(@r)=%%", "%%address%%", "[Email Address]", "[%email%]", "[%%user_id%%]",
        "{{contact.EMAIL}}", "{{ params.ID }}", "[EMAIL]", "{{lead.Email Address:default=edit me}}", "$!{lead.RendererHtml}", "${lead.Id}", "$lead.Id", "{{my.renderer}}",
        "%recipient.id%", "%recipient_email%", "%recipient%", "{{{ ${user_id} }}}", "{{${user_id}}}", "{{#urlEncode}}{{userId}}{{/urlEncode}}", "[[renderer.id]]", "{{ subscriber.email }}",
        "{{ person|lookup:'renderer' }}", "{% if person.renderer %}{{ person.renderer }}{% endif %}", "<%= recipient.id %>", "<%= escapeUrl(recipient.email) %>", "{{profile._tenant.renderer}}",
    ];

    public static TheoryData<string> Left { get; } = [.. Esps.All.Where(esp => esp.Name != "sfmc").SelectMany(esp => new[] { esp.Facts["id"], esp.Facts["email"], esp.Facts["token"] }).Concat(More).Distinct()];

    [Theory]
    [MemberData(nameof(Left))]
    public async Task A_placeholder_is_a_proof_encoded_or_as_it_stands(string left)
    {
        Assert.True(Placeholder.Stands(left));
        await pull.Stage.Sandbox.ForgetCallsAsync();
        foreach (var value in new[] { Uri.EscapeDataString(left), left.Replace(" ", "%20", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal) })
        {
            using var answer = await pull.Node.Http.GetAsync($"/v1/render/offer?id={value}&message_id=proof");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Hello Sam", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(0, await pull.Stage.Sandbox.CallsAsync());
    }

    [Theory]
    [InlineData("p0001")]
    [InlineData("ann+news@people.example")]
    [InlineData("00000000-0000-4000-8001-000000000001")]
    [InlineData("003SB00000p0001AAA")]
    [InlineData("$100")]
    [InlineData("[1]")]
    [InlineData("a{{b}}")]
    [InlineData("100%")]
    [InlineData("<ann@people.example>")]
    [InlineData("_x_")]
    public void What_could_be_somebody_s_is_none(string id) => Assert.False(Placeholder.Stands(id));
}
