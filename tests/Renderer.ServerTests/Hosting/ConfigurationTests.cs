using Renderer.Server;
using Renderer.Server.Access;
using Renderer.Server.Hosting;
using Renderer.ServerTests.Infrastructure;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Hosting;

/// <summary>What configuration can get wrong is a line that names the setting, before anything runs.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Ledger", "Host=db;Nonsense=1", "Renderer__Ledger")]
    [InlineData("Ledger", "postgres://[", "Renderer__Ledger")]
    [InlineData("Ledger", ":memory:", "Renderer__Ledger")]
    [InlineData("Redis", "localhost:6379,nonsense=1", "Renderer__Redis")]
    [InlineData("Redis", "ssl=true", "Renderer__Redis")]
    [InlineData("Sandbox:Url", "localhost", "Renderer__Sandbox__Url")]
    [InlineData("Sandbox:Start", "yes", "Renderer__Sandbox__Start")]
    [InlineData("Jwt:Authority", "https://id.example.com", "Renderer__Jwt__Audience")]
    [InlineData("Jwt:SigningKey", "short", "Renderer__Jwt__SigningKey")]
    [InlineData("Jwt:SigningKey", "0123456789abcdef0123456789abcdef", "Renderer__Jwt__Issuer")]
    [InlineData("Management:Port", "http", "Renderer__Management__Port")]
    public void A_setting_that_cannot_be_used_is_named(string setting, string value, string named)
    {
        var fault = Assert.Throws<StartupFault>(() => ServerHost.Build(
            ["--environment=Development", $"--contentRoot={Repository.Root}", $"--Renderer:{setting}={value}"]));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_issuer_without_TLS_is_for_Development_alone()
    {
        var rules = new JwtRules { Authority = "http://id.example.com", Audience = "renderer" };
        Assert.Empty(rules.Faults(development: true));
        Assert.Contains("Renderer__Jwt__Authority", Assert.Single(rules.Faults(development: false)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_of_keys_that_cannot_be_used_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-keys-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "seal-00000001.json"), "nonsense");
        await using var app = ServerHost.Build(
            ["--environment=Development", $"--contentRoot={Repository.Root}", $"--urls={FreePort.Url()}", "--Renderer:Sandbox:Start=false",
            $"--Renderer:State={folder}", $"--Renderer:Secrets={folder}", $"--Renderer:Ledger={Path.Combine(folder, "ledger.db")}"]);
        var fault = await Assert.ThrowsAsync<StartupFault>(() => app.StartAsync());
        Assert.Contains("Renderer__Secrets", fault.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
