using Renderer.Model;
using Renderer.Profiles.Crm.Dataverse;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Dataverse.DataverseReads;

namespace Renderer.Tests.Profiles.Crm.Dataverse;

public sealed class ConditionalReadTests : IAsyncLifetime
{
    private ScriptedHost host = null!;
    private int version = 1;

    public async ValueTask InitializeAsync()
    {
        host = await ScriptedHost.StartAsync();
        host.Answer = (_, context) =>
        {
            var tag = $"W/\"{version}\"";
            return context.Request.Headers.IfNoneMatch == tag
                ? NotModifiedAsync(context)
                : ScriptedHost.WriteAsync(context, 200, Row(Yvonne, $"\"firstname\":\"Version {version}\""), ("ETag", tag));
        };
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_row_that_is_unchanged_is_confirmed_and_a_changed_one_is_new()
    {
        await using var connection = ScriptedHost.Connect(Settings(host, own => own with { ConditionalReads = true }));

        var read = new List<string?>();
        foreach (var now in (int[])[1, 1, 2, 2])
        {
            version = now;
            read.Add((await connection.ReadAsync(Identifier.Id(Yvonne))).Value("firstname"));
        }

        Assert.Equal(["Version 1", "Version 1", "Version 2", "Version 2"], read);
        Assert.Equal([null, "W/\"1\"", "W/\"1\"", "W/\"2\""], host.Calls.Select(call => call.Header("If-None-Match")));
    }

    [Fact]
    public async Task Other_columns_are_another_answer()
    {
        await using var connection = ScriptedHost.Connect(Settings(host, own => own with { ConditionalReads = true }));
        await connection.ReadAsync(Identifier.Id(Yvonne));

        Assert.Equal(Reason.None, (await connection.ReadAsync(Identifier.Id(Yvonne), ["firstname", "lastname"])).Reason);
        Assert.All(host.Calls, call => Assert.Null(call.Header("If-None-Match")));
    }

    [Theory]
    [InlineData("parentcustomerid_account.name")]
    [InlineData("statuscode@formatted")]
    public async Task What_can_change_without_the_row_is_always_read_anew(string property)
    {
        await using var connection = ScriptedHost.Connect(Settings(host, own => own with { ConditionalReads = true }) with
        {
            Attributes = new Dictionary<string, AttributeMapping> { ["x"] = new(property) },
        });
        await connection.ReadAsync(Identifier.Id(Yvonne), ["x"]);
        await connection.ReadAsync(Identifier.Id(Yvonne), ["x"]);

        Assert.All(host.Calls, call => Assert.Null(call.Header("If-None-Match")));
    }

    [Fact]
    public async Task Without_being_asked_for_it_does_not_happen()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));
        await connection.ReadAsync(Identifier.Id(Yvonne));
        await connection.ReadAsync(Identifier.Id(Yvonne));

        Assert.All(host.Calls, call => Assert.Null(call.Header("If-None-Match")));
    }

    [Fact]
    public async Task What_is_kept_stays_within_its_bytes_and_the_oldest_goes_first()
    {
        var large = new string('x', 30_000);
        host.Answer = (target, context) => ScriptedHost.WriteAsync(context, 200, Row(target[^37..^1], $"\"firstname\":\"{large}\""), ("ETag", "W/\"1\""));
        using var memo = new DataverseRowMemo(new SocketsHttpHandler());
        using var http = new HttpClient(memo, disposeHandler: false) { BaseAddress = host.Url };

        for (var n = 0; n < 400; n++)
        {
            using var response = await http.GetAsync($"/contacts(00000000-0000-4000-8001-{n:D12})");
            Assert.Contains(large, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.InRange(memo.Bytes, DataverseRowMemo.Most * 0.9, DataverseRowMemo.Most);
        host.Calls.Clear();
        using var first = await http.GetAsync("/contacts(00000000-0000-4000-8001-000000000000)");
        using var last = await http.GetAsync("/contacts(00000000-0000-4000-8001-000000000399)");
        Assert.Equal([null, "W/\"1\""], host.Calls.Select(call => call.Header("If-None-Match")));
    }

    private static Task NotModifiedAsync(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Response.StatusCode = 304;
        return Task.CompletedTask;
    }
}
