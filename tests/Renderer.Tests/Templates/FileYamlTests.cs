using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Templates;

/// <summary>What a connection of type file can be told.</summary>
public sealed class FileYamlTests
{
    [Theory]
    [InlineData("path: people.csv", "people.csv", FileFormat.Csv, "id", "email", ',')]
    [InlineData("path: people.jsonl", "people.jsonl", FileFormat.Ndjson, "id", "email", ',')]
    [InlineData("path: people.txt\n    format: csv\n    id: key\n    email: mail\n    delimiter: \"\\t\"", "people.txt", FileFormat.Csv, "key", "mail", '\t')]
    public void Everything_that_can_be_said_is_read(string lines, string path, FileFormat format, string id, string email, char delimiter)
    {
        using var bench = new Workbench(("workspace.yaml", $"connections:\n  people:\n    type: file\n    {lines}\n"));
        var workspace = bench.Load();
        Assert.Empty(workspace.Diagnostics);

        Assert.Equal(
            new FileSettings(Path.Combine(bench.Folder, path), format) { Id = id, Email = email, Delimiter = delimiter },
            Assert.Single(workspace.Settings.Connections).Kind);
    }

    [Theory]
    [InlineData("fresh_for: 1m", "key_missing", "needs 'path'")]
    [InlineData("path: people.csv\n    format: xlsx", "value_invalid", "one of: csv, ndjson")]
    [InlineData("path: people.csv\n    delimiter: x", "value_invalid", "one of: ',' ';' '|'")]
    [InlineData("path: people.csv\n    headers: {a: b}", "unknown_key", "known:")]
    public void A_fault_is_met_with_what_to_write(string lines, string code, string says)
    {
        using var bench = new Workbench(("workspace.yaml", $"connections:\n  people:\n    type: file\n    {lines}\n"));

        var fault = bench.Check()[0];

        Assert.Equal((code, "workspace.yaml"), (fault.Code, fault.File));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }
}
