using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Open.Amp;

/// <summary>What AMP lists and forms get: one JSON object with 200, from the decision of the mail.</summary>
public sealed class AmpDataTests(AmpStage stage) : IClassFixture<AmpStage>
{
    [Fact]
    public async Task A_list_shows_the_variant_that_was_sent_whatever_the_person_is_now()
    {
        await stage.Stage.Sandbox.PatchAsync("p0003", new { tier = "gold" });
        var links = await stage.LinksAsync("p0003", "variant");
        Assert.Equal("""{"items":[{"for":"vip gold"}]}""", await TextAsync(links[0]));

        await stage.Stage.Sandbox.PatchAsync("p0003", new { tier = "bronze" });
        Assert.Equal("""{"items":[{"for":"vip bronze"}]}""", await TextAsync(links[0]));
    }

    [Fact]
    public async Task A_prefix_stands_before_the_object_and_links_in_it_are_the_message_s_own()
    {
        var text = await TextAsync((await stage.LinksAsync("p0004", "prefix"))[1]);
        Assert.StartsWith(")]}'", text, StringComparison.Ordinal);
        var item = JsonSerializer.Deserialize<JsonElement>(text[4..]).GetProperty("items")[0];
        Assert.StartsWith(stage.Node.Url + "/c/", item.Text("url"), StringComparison.Ordinal);

        using var click = await stage.Http.GetAsync(item.Text("url"));
        Assert.Equal((HttpStatusCode.Found, "https://shop.example/p?a=1&b=2"), (click.StatusCode, click.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task What_fails_is_the_fallback_with_200() =>
        Assert.Equal("""{"items":["as always"]}""", await TextAsync((await stage.LinksAsync("p0004", "broken"))[2]));

    [Fact]
    public async Task An_answer_says_what_its_data_is_worth()
    {
        var links = await stage.LinksAsync("p0004", "worth");
        using var good = await stage.AskAsync(links[0]);
        using var broken = await stage.AskAsync(links[2]);
        Assert.Equal(("live", "static"), (good.Headers.GetValues("X-Renderer-Outcome").Single(), broken.Headers.GetValues("X-Renderer-Outcome").Single()));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "name=Ann&come=yes")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"come\"\r\n\r\nyes\r\n--x--\r\n")]
    public async Task A_form_is_an_action_of_its_message_and_gets_an_object(string type, string body)
    {
        var message = "form " + type;
        await stage.Node.Http.PutAsync("/v1/consent/p0005", new StringContent("""{"tracking":true}""", Encoding.UTF8, "application/json"));
        var link = (await stage.LinksAsync("p0005", message))[0];
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await stage.AskAsync(link, form: content);
        Assert.Equal((HttpStatusCode.OK, AmpStage.Sender), (answer.StatusCode, answer.Headers.GetValues("AMP-Email-Allow-Sender").Single()));
        Assert.Equal(JsonValueKind.Object, (await answer.JsonAsync()).ValueKind);

        Assert.Equal(OpenKind.AmpAction, (await EventsAsync("p0005", message)).Kind);
    }

    [Theory]
    [InlineData("application/json", 20)]
    [InlineData("application/x-www-form-urlencoded", 1_000_000)]
    [InlineData(null, 20)]
    public async Task What_is_no_form_or_too_large_a_one_is_answered_alike_and_is_no_action(string? type, int bytes)
    {
        var actions = await CountedAsync();
        using var content = new ByteArrayContent(new byte[bytes]);
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var answer = await stage.AskAsync((await stage.LinksAsync("p0006", "no form"))[0], form: content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(JsonValueKind.Object, (await answer.JsonAsync()).ValueKind);
        Assert.Equal(actions, await CountedAsync());
    }

    [Fact]
    public async Task Whoever_was_erased_gets_a_list_of_nothing_and_nobody_else_does()
    {
        var links = await stage.LinksAsync("p0007", "erased");
        var other = await stage.LinksAsync("p0008", "erased");
        Assert.Contains("for", await TextAsync(links[0]), StringComparison.Ordinal);

        // A link says its second alone, and one of the erasure's own second counts as older.
        using var erased = await stage.Node.Http.DeleteAsync("/v1/profiles/p0007");
        Assert.True(erased.IsSuccessStatusCode);
        Assert.Equal("""{"items":[]}""", await TextAsync(links[0]));
        Assert.Equal(""")]}'{"items":[]}""", await TextAsync(links[1]));
        Assert.Contains("for", await TextAsync(other[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_crm_down_the_answer_comes_in_time_and_is_an_object()
    {
        var links = await stage.LinksAsync("p0009", "down");
        try
        {
            await stage.Stage.Sandbox.FaultAsync(new { hang = true });
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Assert.Contains("items", await TextAsync((await stage.LinksAsync("p0010", "down"))[0]), StringComparison.Ordinal);
            Assert.Contains("items", await TextAsync(links[0]), StringComparison.Ordinal);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        }
        finally
        {
            await stage.Stage.Sandbox.HealAsync();
        }
    }

    private async Task<string> TextAsync(string link)
    {
        using var answer = await stage.AskAsync(link);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    // Written behind the request.
    private async Task<KeptEvent> EventsAsync(string id, string message)
    {
        var services = stage.Node.Services;
        var person = PersonNames.OpaqueEach(services.GetRequiredService<ISealing>(), WorkspaceName.Default, Identifier.Id(id));
        for (var turn = 0; ; turn++)
        {
            var found = await services.GetRequiredService<OpenEvents>().FindAsync(MessageKey.Of(services.GetRequiredService<ISealing>(), WorkspaceName.Default, person, LinkName.Of(message).Hash), CancellationToken.None);
            if (found.Count > 0 || turn == 100)
            {
                return found[0];
            }

            await Task.Delay(100);
        }
    }

    private async Task<string> CountedAsync() => string.Join('\n', (await stage.Node.Http.GetStringAsync("/metrics")).Split('\n')
        .Where(line => line.StartsWith("renderer_opens_total", StringComparison.Ordinal) && line.Contains("amp_action", StringComparison.Ordinal)));
}
