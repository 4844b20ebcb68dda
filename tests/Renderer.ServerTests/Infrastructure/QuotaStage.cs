namespace Renderer.ServerTests.Infrastructure;

/// <summary>A stage whose connection has settings of the test's own.</summary>
internal static class QuotaStage
{
    /// <summary>Starts a stage on the basic workspace.</summary>
    /// <param name="settings">Lines of the connection in workspace.yaml, without the indentation.</param>
    /// <param name="sandbox">Settings of the sandbox.</param>
    /// <param name="node">Settings of the node.</param>
    /// <param name="limits">Lines of the workspace's limits, likewise.</param>
    public static async Task<Stage> StartAsync(
        string[] settings, Dictionary<string, string> sandbox, Dictionary<string, string>? node = null, string[]? limits = null)
    {
        var folder = Directory.CreateTempSubdirectory("renderer-quota-").FullName;
        var basic = Repository.Workspace("basic");
        foreach (var file in Directory.GetFiles(basic, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(basic, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var yaml = Path.Combine(folder, "workspace.yaml");
        var text = await File.ReadAllTextAsync(yaml);
        text = text.Replace("    type: hubspot\n", "    type: hubspot\n" + string.Concat(settings.Select(line => $"    {line}\n")), StringComparison.Ordinal);
        text += limits is null ? "" : "limits:\n" + string.Concat(limits.Select(line => $"  {line}\n"));
        await File.WriteAllTextAsync(yaml, text);
        return await Stage.StartAsync(folder, node, sandbox);
    }
}
