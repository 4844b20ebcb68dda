using System.CommandLine;
using Renderer.Model;
using Renderer.Profiles.Dictionary;
using Renderer.Server.Hosting;
using Renderer.Templates;

namespace Renderer.Server.Cli;

/// <summary><c>attributes [folder]</c>: the data dictionary held against what the CRMs say of themselves; exits 1 where there is an error.</summary>
internal static class AttributesCommand
{
    public static Command Make()
    {
        var folder = new Argument<string?>("folder") { Description = "A workspace's folder; all configured ones where it is left out.", Arity = ArgumentArity.ZeroOrOne };
        var connection = new Option<string?>("--connection") { Description = "The one connection to ask; all where it is left out." };
        var command = new Command("attributes", "Hold the data dictionary against the CRMs: missing, renamed, mistyped, unused attributes, bad values.") { folder, connection };
        command.SetAction((parsed, cancellationToken) => LedgerCommand.RunAsync(async rooms =>
        {
            var options = rooms.GetRequiredService<ServerOptions>();
            var folders = parsed.GetValue(folder) is { } one
                ? new Dictionary<string, string> { ["default"] = Path.GetFullPath(one, Invoked.From) }
                : options.Workspaces;
            var errors = 0;
            foreach (var (name, path) in folders)
            {
                errors += await InspectAsync(rooms, WorkspaceArgument.Read(name), path, parsed.GetValue(connection), cancellationToken);
            }

            return errors == 0 ? 0 : 1;
        }));
        return command;
    }

    private static async Task<int> InspectAsync(
        IServiceProvider rooms, WorkspaceName workspace, string path, string? connection, CancellationToken cancellationToken)
    {
        var files = TemplateFolder.Load(workspace, path, rooms.GetRequiredService<Variables>().Find);
        if (connection is not null && files.Settings.Connections.All(each => each.Name != connection))
        {
            string[] known = [.. files.Settings.Connections.Select(each => each.Name)];
            throw new StartupFault($"{path} has no connection '{connection}'. {Wire.Nearest.Suggest(connection, known)}");
        }

        TemplateReads[] readers = [.. files.Templates.Values.Select(template => new TemplateReads(template.Name, template.Reads))];
        var found = await rooms.GetRequiredService<DictionaryInspector>().InspectAsync(workspace, files.Settings, readers, connection, cancellationToken);
        Diagnostic[] all = [.. files.Diagnostics.Where(finding => finding.File is "workspace.yaml" or "attributes.yaml" || finding.Code.StartsWith("attribute_", StringComparison.Ordinal)), .. found];
        foreach (var finding in all)
        {
            await Console.Out.WriteLineAsync(finding.ToString());
        }

        var attributes = files.Settings.Connections.Sum(each => each.Attributes.Count);
        await Console.Out.WriteLineAsync($"{path}: {attributes} attributes of {files.Settings.Connections.Count} connections, {all.Length} findings.");
        return all.Count(finding => finding.Severity == Severity.Error);
    }
}
