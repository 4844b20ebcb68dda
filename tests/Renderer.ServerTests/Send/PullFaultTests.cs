using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Renderer.Links;
using Renderer.Messages;
using Renderer.Messages.Library;
using Renderer.Messages.Linking;
using Renderer.Model;
using Renderer.Server.Access;
using Renderer.Server.Author;
using Renderer.Server.Links;
using Renderer.Server.Open;
using Renderer.Server.Send;
using Renderer.ServerTests.Infrastructure;
using Renderer.Templates;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>The pull form when something breaks that should not: the ESP mails whatever it is answered.</summary>
public sealed class PullFaultTests
{
    [Fact]
    public async Task A_fault_of_ours_is_the_last_rung_and_200() =>
        Assert.Contains("static", await PullAsync("?id=p0001", 4), StringComparison.Ordinal);

    [Fact]
    public async Task A_block_over_the_limit_is_that_blocks_static_part()
    {
        var spare = await File.ReadAllTextAsync(Path.Combine(Repository.Workspace("basic"), "hello", "fallback", "hero.html"));
        Assert.Equal("static\n" + spare, await PullAsync("?id=p0001&block=hero", 0));
        Assert.Contains("\"block\":\"hero\"", await PullAsync("?id=p0001&format=json", 0), StringComparison.Ordinal);
    }

    /// <summary>Pulls from a desk that has nobody to ask: every render meets a null reference.</summary>
    /// <returns>The outcome and the body, a line each.</returns>
    private static async Task<string> PullAsync(string query, int places)
    {
        var library = new TemplateLibrary(publishedRule: false);
        library.Put(TemplateFolder.Load(WorkspaceName.Default, Repository.Workspace("basic"), _ => "http://localhost:1"));
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        http.Request.QueryString = new QueryString(query);
        http.Response.Body = new MemoryStream();
        http.SetCaller(new Caller(WorkspaceName.Default, Roles.All, [], "test"));
        using var admission = new Admission(Math.Max(1, places), TimeProvider.System);
        using var taken = places > 0 ? default : await admission.EnterAsync(WorkspaceName.Default, WorkspaceSettings.Bare.Limits, Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(1)), default);
        var desk = new MessageDesk(library, null!, null!, new LinkStep(null!, null!, null!, TimeProvider.System), null!, TimeProvider.System, NullLogger<MessageDesk>.Instance);
        var versions = new PublishedTemplates(library, null!, NullLogger<PublishedTemplates>.Instance);

        using var keys = new TestKeys();
        var unsubscribe = new ListUnsubscribe(new LinkTokens(keys.Ring, [WorkspaceName.Default]), new LinkDomains(TestKeys.Options, library), keys.Ring, TimeProvider.System);

        await (await PullEndpoint.HandleAsync("hello", http, library, versions, desk, admission, unsubscribe, TimeProvider.System)).ExecuteAsync(http);
        Assert.Equal(200, http.Response.StatusCode);
        http.Response.Body.Position = 0;
        return $"{http.Response.Headers["X-Renderer-Outcome"]}\n{await new StreamReader(http.Response.Body).ReadToEndAsync()}";
    }
}
