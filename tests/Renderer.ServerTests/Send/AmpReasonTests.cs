using System.Text.Json;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Send;

/// <summary>What an answer says where the AMP part is left out.</summary>
public sealed class AmpReasonTests : IAsyncLifetime
{
    private Stage? stage;

    private RendererNode Node => stage!.Node;

    public async ValueTask InitializeAsync()
    {
        var folder = Folders.Copy(Repository.Workspace("basic"), Directory.CreateTempSubdirectory("renderer-amp-").FullName);
        Directory.CreateDirectory(Path.Combine(folder, "amped"));
        await File.WriteAllTextAsync(Path.Combine(folder, "amped", "template.yaml"), "subject: s\nfailure: {fallback: drop}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "amped", "body.html"), "<p>html</p>");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "amped", "body.amp.html"), "<amp-img src=\"{{ data.image }}\" width=\"1\" height=\"1\"></amp-img>{{ if data.broken }}{{ data.gone.name }}{{ end }}");
        stage = await Stage.StartAsync(folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (stage is not null)
        {
            await stage.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("https://x.example/a.png", false, null)]
    [InlineData("javascript:alert(1)", false, "amp_invalid")]
    [InlineData("https://x.example/a.png", true, "render_error")]
    public async Task It_says_why_and_sends_the_html_alone(string image, bool isBroken, string? reason)
    {
        var mail = await Node.RenderAsync("amped", new { recipient = new { id = "p0001" }, data = new { image, broken = isBroken ? "x" : null } });

        Assert.Equal("<p>html</p>", mail.Text("html"));
        Assert.Equal("live", mail.Text("outcome"));
        Assert.Equal(reason, mail.TryGetProperty("amp_reason", out var said) ? said.GetString() : null);
        Assert.Equal(reason is null ? JsonValueKind.String : JsonValueKind.Null, mail.GetProperty("amp").ValueKind);
        Assert.Equal(reason is null, mail.GetProperty("hash").TryGetProperty("amp", out _));
        Assert.Contains(
            (await Node.Http.GetStringAsync("/metrics")).Split('\n'),
            line => line.StartsWith("renderer_amp", StringComparison.Ordinal) && line.Contains($"reason=\"{reason ?? "none"}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_not_asked_for_is_not_left_out()
    {
        var mail = await Node.RenderAsync("amped", new { recipient = new { id = "p0001" }, data = new { image = "javascript:alert(1)" }, parts = new[] { "html" } });

        Assert.False(mail.TryGetProperty("amp_reason", out _));
    }
}
