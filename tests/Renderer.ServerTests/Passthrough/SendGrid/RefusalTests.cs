using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.SendGrid;

/// <summary>What goes wrong looks as SendGrid's own errors do, so that its clients raise it.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private EspHost host = null!;
    private Stage stage = null!;

    public async ValueTask InitializeAsync()
    {
        host = await EspHost.StartAsync();
        stage = await host.StageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stage.DisposeAsync();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task A_wrong_key_is_refused_in_SendGrids_words(string? key, HttpStatusCode status)
    {
        using var client = stage.Node.Client(key);
        using var answer = await client.PostAsync("/esp/mail/v3/mail/send", new StringContent(Mailing.To([1]).ToJsonString()));
        Assert.Contains("(unauthorized)", await answer.ErrorAsync(status), StringComparison.Ordinal);
        Assert.Equal("unauthorized", answer.Headers.GetValues("X-Renderer-Error").Single());
        Assert.Empty(host.Came);
    }

    [Fact]
    public async Task A_connection_that_nobody_has_is_404()
    {
        using var answer = await stage.Node.Http.PostTextAsync("/esp/other/v3/mail/send", "{}");
        await answer.ProblemAsync(HttpStatusCode.NotFound, "connection_unknown");
        using var climbing = new HttpRequestMessage(HttpMethod.Get, new Uri($"{stage.Node.Url}/esp/mail/%2e%2e/secret", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var refused = await stage.Node.Http.SendAsync(climbing);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Empty(host.Came);
    }

    [Theory]
    [InlineData("[[renderer:nobody]]", HttpStatusCode.NotFound, "template_unknown")]
    [InlineData("[[renderer:letter#nobody]]", HttpStatusCode.NotFound, "block_unknown")]
    public async Task A_mark_of_nothing_is_refused_and_nothing_is_sent(string mark, HttpStatusCode status, string code)
    {
        using var answer = await stage.Node.SendAsync(Mailing.To([1], mark).ToJsonString());
        Assert.Contains($"({code})", await answer.ErrorAsync(status), StringComparison.Ordinal);
        Assert.Empty(host.Came);
    }

    [Fact]
    public async Task SendGrids_own_errors_come_back_as_they_are()
    {
        host.Answer = (http, _) => EspHost.RefuseAsync(http, 400, """{"errors":[{"message":"The from address does not match","field":"from","help":"x"}]}""");
        using var answer = await stage.Node.SendAsync(Mailing.To([1, 2, 3]).ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("""{"errors":[{"message":"The from address does not match","field":"from","help":"x"}]}""", await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("X-Renderer-Error"));
    }

    [Fact]
    public async Task A_fan_out_ends_at_the_first_refusal_and_says_how_many_went()
    {
        host.Answer = (http, request) => Encoding.UTF8.GetString(request.Body).Contains(Mailing.Address(11), StringComparison.Ordinal)
            ? EspHost.TakeAsync(http, request)
            : EspHost.RefuseAsync(http, 429, """{"errors":[{"message":"too many requests","field":null,"help":null}]}""");
        using var answer = await stage.Node.SendAsync(Mailing.To([11, 12, 13], "[[renderer:long]]", "Long").ToJsonString());
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("1/3", answer.Headers.GetValues("X-Renderer-Accepted").Single());
        Assert.Contains("too many requests", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ESP_that_is_down_is_told_as_an_error_that_may_be_tried_again()
    {
        await host.StopAsync();
        foreach (var html in new[] { "plain", "[[renderer:letter#hero]]" })
        {
            using var answer = await stage.Node.SendAsync(Mailing.To([1], html, "x").ToJsonString());
            Assert.Contains("(esp_unreachable)", await answer.ErrorAsync(HttpStatusCode.BadGateway), StringComparison.Ordinal);
            Assert.Equal("1", answer.Headers.GetValues("Retry-After").Single());
        }
    }

    [Fact]
    public async Task An_ESP_that_breaks_off_leaves_nobody_knowing_and_nothing_is_sent_again()
    {
        host.Answer = (http, _) =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        foreach (var html in new[] { "plain", "[[renderer:letter#hero]]" })
        {
            host.Came.Clear();
            using var answer = await stage.Node.SendAsync(Mailing.To([1], html, "x").ToJsonString());
            Assert.Contains("(delivery_unknown)", await answer.ErrorAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
            Assert.Single(host.Came);
        }
    }

    [Fact]
    public async Task An_ESP_that_hangs_is_waited_for_no_longer_than_its_timeout()
    {
        await using var hasty = await host.StageAsync(timeout: "500ms");
        host.Answer = (http, _) => Task.Delay(TimeSpan.FromSeconds(20), http.RequestAborted);
        foreach (var html in new[] { "plain", "[[renderer:letter#hero]]" })
        {
            var start = TimeProvider.System.GetTimestamp();
            using var answer = await hasty.Node.SendAsync(Mailing.To([1], html, "x").ToJsonString());
            Assert.Contains("(delivery_unknown)", await answer.ErrorAsync(HttpStatusCode.Conflict), StringComparison.Ordinal);
            Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task Half_an_answer_counts_as_its_status_says()
    {
        host.Answer = async (http, _) =>
        {
            (http.Response.StatusCode, http.Response.ContentLength) = (202, 100);
            http.Response.Headers["X-Message-Id"] = "half";
            await http.Response.Body.WriteAsync("half"u8.ToArray());
            await http.Response.Body.FlushAsync();
            await Task.Delay(500); // else a reset may overtake the head
            http.Abort();
        };
        using var answer = await stage.Node.SendAsync(Mailing.To([1]).ToJsonString(), ("Idempotency-Key", "half"));
        Assert.Equal((HttpStatusCode.Accepted, "half"), (answer.StatusCode, answer.Headers.GetValues("X-Message-Id").Single()));
        using var again = await stage.Node.SendAsync(Mailing.To([1]).ToJsonString(), ("Idempotency-Key", "half"));
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Single(host.Came);
    }

    [Fact]
    public async Task A_CRM_that_is_down_gives_the_templates_defaults_or_an_error_as_the_connection_says()
    {
        await using var strict = await host.StageAsync(", on_failure: fail");
        foreach (var each in new[] { stage, strict })
        {
            await each.Sandbox.FaultAsync(new { status = 503 });
            host.Came.Clear();
            using var answer = await each.Node.SendAsync(Mailing.To([1, 2]).ToJsonString());
            if (each == strict)
            {
                Assert.Contains("(profile_unavailable)", await answer.ErrorAsync(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
                Assert.Empty(host.Came);
            }
            else
            {
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                Assert.Equal("Hello friend", host.Outbox()[Mailing.Address(1)].Subject);
            }
        }
    }

    [Fact]
    public async Task A_key_of_another_role_may_not_send()
    {
        var keys = stage.Node.Services.GetService(typeof(Ledger.AccessKeys)) as Ledger.AccessKeys;
        var key = await keys!.NewAsync(Model.WorkspaceName.Default, Model.Role.Author, [], "author", null, "test");
        using var client = stage.Node.Client(key.Text);
        using var answer = await client.PostAsync("/esp/mail/v3/mail/send", new StringContent("{}", MediaTypeHeaderValue.Parse("application/json")));
        Assert.Contains("(forbidden)", await answer.ErrorAsync(HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }
}
