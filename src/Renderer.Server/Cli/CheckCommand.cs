using System.CommandLine;
using Renderer.Images;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Server.Hosting;
using Renderer.Templates;

namespace Renderer.Server.Cli;

/// <summary><c>check [folder]</c>: every fault of every template at once, as compilers print them; exits 1 where there is an error.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var folder = new Argument<string?>("folder") { Description = "A workspace's folder; all configured ones where it is left out.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("check", "Report every fault of the templates and of workspace.yaml.") { folder };
        command.SetAction(parsed => CommandLine.GuardAsync(() => Task.FromResult(Run(parsed.GetValue(folder)))));
        return command;
    }

    private static int Run(string? folder)
    {
        var builder = WebApplication.CreateBuilder();
        var options = ServerOptionsReader.Read(builder.Configuration, builder.Environment);
        var variables = new Variables(builder.Configuration, options);
        var folders = folder is null ? options.Workspaces : new Dictionary<string, string> { ["default"] = Path.GetFullPath(folder, Invoked.From) };
        using var pictures = new PictureMaker(new ImageSettings(), TimeProvider.System);
        var errors = 0;
        foreach (var (name, path) in folders)
        {
            _ = WorkspaceName.TryParse(name, out var workspace);
            var files = TemplateFolder.Load(workspace, path, variables.Find);
            var drawn = files.Templates.Values.SelectMany(template => PictureCheck.Of(template, pictures, TimeProvider.System));
            IReadOnlyList<Diagnostic> findings = [.. files.Diagnostics, .. drawn, .. SettingsFaults.Of(files.Settings, options)];
            foreach (var finding in findings)
            {
                Console.Out.WriteLine(finding);
            }

            errors += findings.Count(finding => finding.Severity == Severity.Error);
            Console.Out.WriteLine($"{path}: {files.Templates.Count} good, {files.Broken.Count} broken, {findings.Count} findings.");
        }

        return errors == 0 ? 0 : 1;
    }
}
