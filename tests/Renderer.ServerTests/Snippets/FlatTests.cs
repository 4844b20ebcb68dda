using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary><c>format=flat</c>: one object of plain texts, for ESPs that keep each member as a field.</summary>
public sealed class FlatTests(PullStage pull) : IClassFixture<PullStage>
{
    [Fact]
    public async Task All_members_are_texts_and_say_what_the_JSON_says()
    {
        using var answer = await pull.Node.Http.GetAsync("/v1/render/offer?id=p0001&format=flat");
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var flat = await answer.JsonAsync();
        Assert.All(flat.EnumerateObject(), member => Assert.Equal(JsonValueKind.String, member.Value.ValueKind));

        var whole = await pull.Node.Http.GetFromJsonAsync<JsonElement>("/v1/render/offer?id=p0001&format=json");
        foreach (var name in (string[])["template", "version", "outcome", "subject", "preheader", "html", "text", "amp"])
        {
            Assert.Equal(whole.Text(name), flat.Text(name));
        }

        Assert.Equal(("vip", "", "fresh"), (flat.Text("variant_top"), flat.Text("skip_reason"), flat.Text("profile_state")));
        Assert.StartsWith("<", flat.Text("list_unsubscribe"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_POST_answers_the_same_and_what_is_not_there_is_an_empty_text()
    {
        using var posted = await pull.Node.Http.PostAsJsonAsync("/v1/render/offer?format=flat", new { recipient = new { id = "p0001" }, parts = new[] { "subject" } });
        var flat = await posted.JsonAsync();
        Assert.Equal(("Hello Ann & co", "", "", ""), (flat.Text("subject"), flat.Text("html"), flat.Text("text"), flat.Text("amp")));
    }

    [Fact]
    public async Task Skipped_it_says_so_or_answers_the_status_that_the_ESP_understands()
    {
        using var told = await pull.Node.Http.GetAsync("/v1/render/offer?id=nobody-9&on_missing=skip&format=flat");
        var flat = await told.JsonAsync();
        Assert.Equal(("skipped", "profile_missing", "", ""), (flat.Text("outcome"), flat.Text("skip_reason"), flat.Text("html"), flat.Text("list_unsubscribe")));

        using var status = await pull.Node.Http.GetAsync("/v1/render/offer?id=nobody-9&on_missing=skip&format=flat&skip_status=404");
        Assert.Equal(HttpStatusCode.NotFound, status.StatusCode);
        Assert.Empty(await status.Content.ReadAsByteArrayAsync());
        Assert.Equal("skipped", Assert.Single(status.Headers.GetValues("X-Renderer-Outcome")));

        using var json = await pull.Node.Http.GetAsync("/v1/render/offer?id=nobody-9&on_missing=skip&format=json&skip_status=404");
        Assert.Equal((HttpStatusCode.OK, "skipped"), (json.StatusCode, (await json.JsonAsync()).Text("outcome")));
    }

    [Fact]
    public async Task A_batch_has_lines_of_JSON_and_says_so() =>
        await (await pull.Node.Http.PostTextAsync("/v1/render/offer/batch?format=flat", "{\"id\":\"p0001\"}\n", "application/x-ndjson")).ProblemAsync(HttpStatusCode.BadRequest, "bad_parameter");
}
