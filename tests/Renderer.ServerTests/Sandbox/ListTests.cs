using System.Text.Json;
using Xunit;
using static Renderer.ServerTests.Sandbox.RunningSandbox;

namespace Renderer.ServerTests.Sandbox;

public sealed class ListTests
{
    [Fact]
    public async Task Pages_lead_through_everybody_once_in_order()
    {
        await using var sandbox = await StartSignedInAsync("People=250");
        var created = (await sandbox.PostAsync("/sandbox/people", new { email = "new@people.example" }, 201)).GetProperty("id").GetString()!;
        await sandbox.Http.DeleteAsync("/sandbox/people/p0003");
        var ids = new List<string>();
        var pages = 0;
        string? next = $"{Contacts}?limit=100&properties=email";
        while (next is not null)
        {
            var page = await sandbox.GetAsync(next);
            pages++;
            ids.AddRange(page.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            next = page.TryGetProperty("paging", out var paging) ? paging.GetProperty("next").GetProperty("link").GetString() : null;
        }

        Assert.Equal(13, pages);
        Assert.Equal(1000 - 1 + 250 + 1, ids.Count);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(["p0001", "p0002", "p0004"], ids.Take(3));
        Assert.Equal(["g0000250", created], ids.TakeLast(2));
    }

    [Fact]
    public async Task A_page_has_ten_and_says_where_the_next_begins()
    {
        await using var sandbox = await StartSignedInAsync();

        var page = await sandbox.GetAsync(Contacts + "?after=p0020");

        Assert.Equal(10, page.GetProperty("results").GetArrayLength());
        Assert.Equal("p0021", page.GetProperty("results")[0].GetProperty("id").GetString());
        Assert.Equal("p0030", page.GetProperty("paging").GetProperty("next").GetProperty("after").GetString());
    }

    [Fact]
    public async Task The_deleted_are_a_list_of_their_own()
    {
        await using var sandbox = await StartSignedInAsync();
        await sandbox.Http.DeleteAsync("/sandbox/people/p0500");

        var page = await sandbox.GetAsync(Contacts + "?archived=true");

        var only = Assert.Single(page.GetProperty("results").EnumerateArray());
        Assert.Equal("p0500", only.GetProperty("id").GetString());
        Assert.True(only.GetProperty("archived").GetBoolean());
        Assert.Equal(JsonValueKind.String, only.GetProperty("archivedAt").ValueKind);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("101")]
    [InlineData("ten")]
    public async Task A_limit_that_cannot_be_is_400(string limit)
    {
        await using var sandbox = await StartSignedInAsync();

        var error = await sandbox.GetAsync($"{Contacts}?limit={limit}", 400);

        Assert.Equal("VALIDATION_ERROR", error.GetProperty("category").GetString());
    }
}
