using System.Net;
using Renderer.Profiles.Outbound;
using Renderer.Tests.Profiles.Crm;
using Xunit;

namespace Renderer.Tests.Profiles.Outbound;

public sealed class OutboundGuardTests : IAsyncLifetime
{
    private FakeHubSpot host = null!;

    public async ValueTask InitializeAsync() => host = await FakeHubSpot.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_refused_without_a_connection()
    {
        using var http = Client(new OutboundPolicy(allowLoopback: false), IPAddress.Loopback);

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync($"https://crm.example:{host.Url.Port}/crm/v3/objects/contacts/1"));
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_the_judged_address_is_the_one_called()
    {
        var asked = 0;
        using var http = new HttpClient(new OutboundGuard(new OutboundPolicy(false, ["127.0.0.1"]), (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>(asked == 1 ? [IPAddress.Parse("169.254.169.254"), IPAddress.Loopback] : [IPAddress.Parse("169.254.169.254")]);
        }).CreateHandler());

        var answer = await http.GetAsync($"http://crm.example:{host.Url.Port}/crm/v3/objects/contacts/1");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        using var http = Client(new OutboundPolicy(allowLoopback: true), IPAddress.IPv6Loopback, IPAddress.Loopback);

        var answer = await http.GetAsync($"http://crm.example:{host.Url.Port}/crm/v3/objects/contacts/1");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_cookie_is_not_kept()
    {
        host.Fault = context =>
        {
            Assert.Empty(context.Request.Cookies);
            context.Response.Cookies.Append("session", "x");
            return FakeHubSpot.AnswerAsync(context, 200, "{}");
        };
        using var http = Client(new OutboundPolicy(allowLoopback: true), IPAddress.Loopback);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"http://crm.example:{host.Url.Port}/crm/v3/objects/contacts/1")).StatusCode);
        }
    }

    private static HttpClient Client(OutboundPolicy policy, params IPAddress[] addresses) =>
        new(new OutboundGuard(policy, (_, _) => Task.FromResult(addresses)).CreateHandler());
}
