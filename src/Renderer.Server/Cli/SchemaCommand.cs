using System.CommandLine;
using Renderer.Templates;

namespace Renderer.Server.Cli;

/// <summary><c>schema workspace.yaml|attributes.yaml|template.yaml|segments.yaml</c>: the JSON schema of a file, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = $"One of: {string.Join(", ", TemplateSchemas.Files)}." };
        file.AcceptOnlyFromAmong([.. TemplateSchemas.Files]);
        var command = new Command("schema", "Print the JSON schema of a file of a workspace, for editors.") { file };
        command.SetAction(parsed => Console.Out.WriteLine(TemplateSchemas.Find(parsed.GetValue(file)!)));
        return command;
    }
}
