using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.Mailgun;

public sealed class MailgunTests : IAsyncLifetime
{
    private const string Send = "/v3/mg.brand.example/messages";
    private static readonly (string, string) Key = ("Authorization", "Basic " + Convert.ToBase64String("api:dev"u8));
    private VendorStage vendor = null!;

    public async ValueTask InitializeAsync() => vendor = await VendorStage.StartAsync("mailgun", _ => new { id = "<1@mg.brand.example>", message = "Queued. Thank you." });

    public ValueTask DisposeAsync() => vendor.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_recipient_has_their_own_in_the_recipient_variables(bool multipart)
    {
        using var answer = await vendor.PostAsync(Send, Form(multipart, Mail(1, 2, 3,
            ("recipient-variables", """{"P0002@people.example":{"city":"Ulm","n":1.50,"hero":"x [[renderer:letter#hero]]"}}"""))), Key);

        Assert.Equal("<1@mg.brand.example>", (await answer.JsonAsync()).Text("id"));
        Assert.Equal("Basic " + Convert.ToBase64String("api:SG.real"u8), vendor.Only.Headers["Authorization"]);
        var form = await ReadAsync(vendor.Only);
        foreach (var person in (int[])[1, 2, 3])
        {
            var (got, expected) = (Got(form, VendorStage.Address(person)), await vendor.LetterAsync(person));
            Assert.Equal((expected.Subject, $"<p>Hi \u00e4 & +</p>{expected.Hero}"), (got("subject"), got("html")));
            Assert.StartsWith("<http", got("h:List-Unsubscribe"), StringComparison.Ordinal);
        }

        Assert.Contains("{\"city\":\"Ulm\",\"n\":1.50,\"hero\":\"x \\u003c", Assert.Single(form["recipient-variables"]).Replace("<", "\\u003c", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("x " + (await vendor.LetterAsync(2)).Hero, JsonSerializer.Deserialize<JsonElement>(form["recipient-variables"][0]).GetProperty("P0002@people.example").Text("hero"));
    }

    [Fact]
    public async Task A_form_keeps_all_its_other_bytes()
    {
        var attachment = new byte[400_000];
        new Random(7).NextBytes(attachment);
        using var content = (MultipartFormDataContent)Form(true, Mail(1));
        content.Add(new ByteArrayContent(attachment) { Headers = { ContentType = new("application/octet-stream") } }, "attachment", "a.bin");
        content.Add(new StringContent("yes"), "o:tracking");
        var before = await content.ReadAsByteArrayAsync();
        using var answer = await vendor.PostAsync(Send, content, Key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        // All but the values with marks, and what is put in before the end.
        var after = vendor.Only.Body;
        var kept = before.AsSpan(before.AsSpan().IndexOf("a.bin"u8));
        kept = kept[..kept.LastIndexOf("\r\n--"u8)];
        Assert.True(after.AsSpan().IndexOf(kept) > 0);
        Assert.True(after.AsSpan().StartsWith(before.AsSpan(0, before.AsSpan().IndexOf("[[renderer"u8))));
    }

    [Fact]
    public async Task Who_is_skipped_is_left_out_wherever_they_stand()
    {
        (string, string)[] mail =
        [
            ("from", "shop@brand.example"), ("to", "p0001@people.example, \"Two, B\" <p0002@people.example>, p0003@people.example"), ("to", "p0004@people.example"), ("html", "[[renderer:letter]]"),
            ("recipient-variables", """{"p0001@people.example":{"order":{"skip":true}},"p0004@people.example":{"order":{"skip":true}}}"""),
        ];
        using var answer = await vendor.PostAsync(Send, Form(true, mail), Key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var form = await ReadAsync(vendor.Only);
        Assert.Equal(["\"Two, B\" <p0002@people.example>, p0003@people.example"], form["to"]);
        Assert.Equal(["p0002@people.example", "p0003@people.example"], JsonSerializer.Deserialize<JsonElement>(form["recipient-variables"][0]).EnumerateObject().Select(one => one.Name));
        Assert.Equal("p0001@people.example;bounced, p0004@people.example;bounced", answer.Headers.GetValues("X-Renderer-Skipped").Single());

        using var none = await vendor.PostAsync(Send, Form(false, [("to", "p0001@people.example"), ("html", "[[renderer:letter]]"), ("recipient-variables", """{"p0001@people.example":{"order":{"skip":true}}}""")]), Key);
        Assert.Equal("Queued. Thank you.", (await none.JsonAsync()).Text("message"));
        Assert.Single(vendor.Host.Came);
    }

    [Fact]
    public async Task The_header_fills_what_is_absent_AMP_too()
    {
        using var answer = await vendor.PostAsync(Send, Form(false, [("from", "shop@brand.example"), ("to", "x@else.example"), ("v:renderer_id", "p0005"), ("text", "Own")]), Key, ("X-Renderer-Template", "letter"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var form = await ReadAsync(vendor.Only);
        var (got, expected) = (Got(form, "x@else.example"), await vendor.LetterAsync(5));
        Assert.Equal((expected.Subject, LinkTokenText.Bare(expected.Html), "Own"), (got("subject"), LinkTokenText.Bare(got("html")), got("text")));
        Assert.Contains("\u26a14email", got("amp-html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_has_no_mark_passes_byte_for_byte(bool multipart)
    {
        using var content = Form(multipart, [("from", "a"), ("to", "x@else.example"), ("html", "[[renderer: \u00e4")]);
        var before = await content.ReadAsByteArrayAsync();
        using var answer = await vendor.PostAsync(Send, content, Key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(before, vendor.Only.Body);
    }

    [Fact]
    public async Task Refusals_of_ours_look_like_Mailgun_s()
    {
        using var unknown = await vendor.PostAsync(Send, Form(false, Mail(1)), ("Authorization", "Basic " + Convert.ToBase64String("api:nobody"u8)));
        Assert.Contains("unauthorized", (await unknown.JsonAsync(HttpStatusCode.Unauthorized)).Text("message"), StringComparison.Ordinal);
        using var template = await vendor.PostAsync(Send, Form(false, [("to", "p0001@people.example"), ("html", "[[renderer:no-such]]")]), Key);
        Assert.Contains("template_unknown", (await template.JsonAsync(HttpStatusCode.NotFound)).Text("message"), StringComparison.Ordinal);
        Assert.Empty(vendor.Host.Came);
    }

    private static (string, string)[] Mail(params int[] people) =>
    [
        ("from", "Sh\u00f6p <shop@brand.example>"), .. people.Select(person => ("to", VendorStage.Address(person))), ("subject", "[[renderer:letter]]"),
        ("html", "<p>Hi \u00e4 & +</p>[[renderer:letter#hero]]"), ("o:tag", "one"),
    ];

    private static (string, string)[] Mail(int one, int two, int three, (string, string) more) => [.. Mail(one, two, three), more];

    private static HttpContent Form(bool multipart, (string Name, string Value)[] fields)
    {
        if (!multipart)
        {
            return new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        }

        var form = new MultipartFormDataContent("----boundary--7");
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    private static async Task<Dictionary<string, List<string>>> ReadAsync(EspRequest request)
    {
        var found = new Dictionary<string, List<string>>();
        if (request.Headers["Content-Type"].StartsWith("application/x", StringComparison.Ordinal))
        {
            foreach (var (name, values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Body)))
            {
                found[name] = [.. values.Select(value => value!)];
            }

            return found;
        }

        var boundary = request.Headers["Content-Type"].Split("boundary=")[1].Trim('"');
        var reader = new MultipartReader(boundary, new MemoryStream(request.Body));
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            var form = section.AsFormDataSection()!;
            (found.TryGetValue(form.Name, out var list) ? list : found[form.Name] = []).Add(await form.GetValueAsync());
        }

        return found;
    }

    /// <summary>What one recipient gets, merged as Mailgun merges.</summary>
    private static Func<string, string> Got(Dictionary<string, List<string>> form, string address)
    {
        var own = JsonSerializer.Deserialize<JsonElement>(form["recipient-variables"][0]).EnumerateObject()
            .Single(person => person.Name.Equals(address, StringComparison.OrdinalIgnoreCase)).Value.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.String).ToList();
        return name => own.Aggregate(form[name].Single(), (text, variable) => text.Replace($"%recipient.{variable.Name}%", variable.Value.GetString(), StringComparison.Ordinal));
    }
}
