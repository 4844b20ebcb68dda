using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Server.Hosting;
using Renderer.Server.Links;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Links;

public sealed class LinkDomainsTests
{
    private const string Right = "https://links.right.example";

    [Fact]
    public async Task A_workspace_s_links_stand_under_its_own_domain_and_open_under_no_other_workspace_s()
    {
        await using var stage = await Stage.StartAsync();
        var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "right"));
        await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), $"\nlink_domain: {Right}\n");
        var node = await stage.AddNodeAsync(settings: new() { ["Workspaces:right:Folder"] = folder });
        var domains = node.Services.GetRequiredService<LinkDomains>();
        _ = WorkspaceName.TryParse("right", out var right);

        Assert.Equal((node.Url, Right), (domains.Of(WorkspaceName.Default), domains.Of(right)));
        Assert.All(["links.right.example", "LINKS.right.example", "links.right.example.", "links.right.example:443", "links.right.example.:8080"], host =>
        {
            Assert.True(domains.Admits(new HostString(host), right));
            Assert.False(domains.Admits(new HostString(host), WorkspaceName.Default));
        });
        Assert.All(["r.example.com", "links.right.example.com", "links.right", "right.example", "[::1]:5080", ""], host =>
            Assert.All([right, WorkspaceName.Default], workspace => Assert.True(domains.Admits(new HostString(host), workspace))));
    }

    [Fact]
    public async Task Under_PublicUrl_the_links_of_all_open_whoever_claims_it()
    {
        await using var stage = await Stage.StartAsync();
        var folder = Folders.Copy(Repository.Workspace("basic"), Path.Combine(stage.Folder, "right"));
        await File.AppendAllTextAsync(Path.Combine(folder, "workspace.yaml"), $"\nlink_domain: {Right}\n");
        var node = await stage.AddNodeAsync(settings: new() { ["Workspaces:right:Folder"] = folder });
        var own = node.Services.GetRequiredService<ServerOptions>();
        var domains = new LinkDomains(own with { PublicUrl = Right }, node.Services.GetRequiredService<TemplateLibrary>());

        Assert.True(domains.Admits(new HostString("links.right.example"), WorkspaceName.Default));
    }

    [Theory]
    [InlineData("http://localhost:5080", false, true)]
    [InlineData("http://localhost:5080", true, false)]
    [InlineData("https://links.example.com", false, false)]
    [InlineData(null, false, false)]
    public void Outside_Development_it_is_https(string? domain, bool development, bool fault)
    {
        var options = new ServerOptions
        {
            Development = development, Production = !development, Ledger = "", Secrets = "", State = "", PublicUrl = "https://r.example.com", Workspaces = new Dictionary<string, string>(),
        };

        Assert.Equal(fault, LinkDomains.FaultOf(new WorkspaceSettings { LinkDomain = domain }, options)?.Severity == Severity.Error);
    }
}
