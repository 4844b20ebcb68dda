using System.CommandLine;
using Renderer.Templates;

namespace Renderer.Server.Cli;

/// <summary><c>schema workspace|template|segments</c>: the JSON schema of a file, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = $"One of: {string.Join(", ", TemplateSchemas.Names)}." };
        file.AcceptOnlyFromAmong([.. TemplateSchemas.Names]);
        var command = new Command("schema", "Print the JSON schema of a file of a workspace, for editors.") { file };
        command.SetAction(parsed => Console.Out.WriteLine(TemplateSchemas.Text(parsed.GetValue(file)!)));
        return command;
    }
}
