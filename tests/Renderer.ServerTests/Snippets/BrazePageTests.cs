using System.Diagnostics;
using System.Text.RegularExpressions;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Snippets;

/// <summary>What the page of Braze tells a new user to type, typed as it stands; the server's port and the template are this test's own.</summary>
public sealed partial class BrazePageTests(PullStage pull) : IClassFixture<PullStage>
{
    [Fact]
    public async Task A_new_user_sees_a_person_s_mail_without_an_account()
    {
        var folder = Directory.CreateTempSubdirectory("renderer-braze-").FullName;
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "Renderer.Server", "Snippets", "Esps", "braze.md"));
        var commands = Block().Match(page).Groups[1].Value
            .Replace("http://localhost:5080", pull.Node.Url, StringComparison.Ordinal).Replace("/welcome/", "/offer/", StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-ec", commands]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaints = shell.StandardError.ReadToEndAsync();
        var said = await shell.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(3));
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, await complaints);
        Assert.Equal((await pull.Node.Http.GetStringAsync("/v1/render/offer?id=p0001")).Trim(), said.Trim());
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
