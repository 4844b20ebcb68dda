using System.CommandLine;
using Renderer.Server.Hosting;
using Renderer.Server.Snippets;
using Renderer.Templates;

namespace Renderer.Server.Cli;

/// <summary><c>snippets [template]</c>: the tags that an ESP is given, ready to paste; without a template, which ESPs there are.</summary>
internal static class SnippetsCommand
{
    public static Command Make()
    {
        var template = new Argument<string?>("template") { Description = "The template; left out: the ESPs that are known.", Arity = ArgumentArity.ZeroOrOne };
        var workspace = new Option<string>("--workspace") { Description = "Whose template.", DefaultValueFactory = _ => "default" };
        Option<string?>[] asked = [.. SnippetAsk.Known.Where(name => name != "format").Select(name => new Option<string?>($"--{name}") { Description = About(name) })];
        var command = new Command("snippets", "Print the tags that an ESP is given for a template, ready to paste.") { template, workspace };
        foreach (var option in asked)
        {
            command.Add(option);
        }

        command.SetAction(parsed => CommandLine.GuardAsync(() => Task.FromResult(Run(
            parsed.GetValue(template),
            parsed.GetValue(workspace)!,
            name => asked.FirstOrDefault(option => option.Name == $"--{name}") is { } option ? parsed.GetValue(option) ?? "" : ""))));
        return command;
    }

    private static int Run(string? name, string workspaceName, Func<string, string> value)
    {
        var (ask, problem) = SnippetAsk.Read(value);
        if (ask is null)
        {
            throw new StartupFault(problem!.Detail);
        }

        if (name is null)
        {
            foreach (var esp in ask.Esps)
            {
                Console.Out.WriteLine($"{esp.Name,-24} {esp.Title}, calls: {esp.Calls.ToString().ToLowerInvariant()}; {Esps.PageOf(esp)}");
            }

            return 0;
        }

        var scope = Scope(name, workspaceName);
        foreach (var set in ask.Esps.Select(esp => ask.Of(esp, scope)))
        {
            Console.Out.WriteLine(ask.Tag is null ? SnippetText.Write(set) : SnippetText.Bare(set));
        }

        return 0;
    }

    private static SnippetScope Scope(string name, string workspaceName)
    {
        var builder = WebApplication.CreateBuilder();
        var options = ServerOptionsReader.Read(builder.Configuration, builder.Environment);
        var workspace = WorkspaceArgument.Read(workspaceName);
        var folder = options.Workspaces.GetValueOrDefault(workspaceName) ?? throw new StartupFault($"No workspace '{workspaceName}' is configured.");
        var files = TemplateFolder.Load(workspace, folder, new Variables(builder.Configuration, options).Find);
        return files.Templates.TryGetValue(name, out var template)
            ? new SnippetScope(options.PublicUrl, Links.LinkDomains.Of(files.Settings, options), workspace, template)
            : throw new StartupFault($"{folder} has no good template '{name}'. {Wire.Nearest.Suggest(name, [.. files.Templates.Keys])}");
    }

    private static string About(string name) => name switch
    {
        "esp" => "The ESP; all where it is left out.",
        "by" => "What names the person: id (default) or email.",
        "campaign" => "The campaign's name, where the ESP has no tag for it.",
        "tag" => "One kind alone, and nothing around it: feed, html, text, subject, amp, block, image, link, skip.",
        _ => "One language alone, such as ssjs.",
    };
}
