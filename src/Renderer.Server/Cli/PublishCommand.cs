using System.CommandLine;
using Renderer.Ledger;
using Renderer.Server.Author;
using Renderer.Server.Hosting;
using Renderer.Templates;

namespace Renderer.Server.Cli;

/// <summary><c>publish</c>, <c>rollback</c> and <c>versions</c>: the routes of the same names, for scripts.</summary>
internal static class PublishCommand
{
    public static Command Publish()
    {
        var (template, workspace) = (Template(), Workspace());
        var command = new Command("publish", "Publish the files of a template as they are now.") { template, workspace };
        command.SetAction(parsed => LedgerCommand.RunAsync(async rooms =>
        {
            var name = WorkspaceArgument.Read(parsed.GetValue(workspace));
            var options = rooms.GetRequiredService<ServerOptions>();
            if (!options.Workspaces.TryGetValue(name.ToString(), out var folder))
            {
                throw new StartupFault($"No workspace {name} is configured: set Renderer__Workspaces__{name}__Folder.");
            }

            var files = TemplateFolder.Load(name, folder, rooms.GetRequiredService<Variables>().Find);
            var wanted = parsed.GetValue(template)!;
            if (files.Find(wanted) is not { } found)
            {
                foreach (var finding in files.Broken.GetValueOrDefault(wanted) ?? [])
                {
                    await Console.Error.WriteLineAsync(finding.ToString());
                }

                throw new StartupFault(files.Broken.ContainsKey(wanted) ? "Mend these, then publish." : $"{folder} has no template {wanted}.");
            }

            var info = await rooms.GetRequiredService<PublishedVersions>().PublishAsync(
                name, wanted, found.Version, PublishedTemplates.FilesOf(found), "command line");
            await Console.Out.WriteLineAsync($"{wanted} {info.Version} is published.");
            return 0;
        }));
        return command;
    }

    public static Command Rollback()
    {
        var (template, workspace) = (Template(), Workspace());
        var version = new Option<string?>("--version") { Description = "The version to go back to; the one before where it is left out." };
        var command = new Command("rollback", "Go back to an earlier published version.") { template, workspace, version };
        command.SetAction(parsed => LedgerCommand.RunAsync(async rooms =>
        {
            var info = await rooms.GetRequiredService<PublishedVersions>().RollbackAsync(
                WorkspaceArgument.Read(parsed.GetValue(workspace)), parsed.GetValue(template)!, parsed.GetValue(version), "command line");
            await Console.Out.WriteLineAsync(info is null ? "There is no such version; 'versions' lists them." : $"{parsed.GetValue(template)} {info.Version} is current.");
            return info is null ? 1 : 0;
        }));
        return command;
    }

    public static Command Versions()
    {
        var (template, workspace) = (Template(), Workspace());
        var command = new Command("versions", "List the last 20 published versions.") { template, workspace };
        command.SetAction(parsed => LedgerCommand.RunAsync(async rooms =>
        {
            foreach (var info in await rooms.GetRequiredService<PublishedVersions>().ListAsync(WorkspaceArgument.Read(parsed.GetValue(workspace)), parsed.GetValue(template)!))
            {
                await Console.Out.WriteLineAsync($"{info.Version}  {info.PublishedAt:yyyy-MM-dd HH:mm:ss}Z  {info.PublishedBy}{(info.Current ? "  current" : string.Empty)}");
            }

            return 0;
        }));
        return command;
    }

    private static Argument<string> Template() => new("template") { Description = "The template's name: its folder." };

    private static Option<string> Workspace() => new("--workspace") { Description = "The workspace.", DefaultValueFactory = _ => "default" };
}
