namespace Renderer.Ledger;

/// <summary>Copies of bundles on this node: <c>workspace/template/version.sha256.zip</c>, so that a damaged one is known as such.</summary>
internal sealed class BundleCopies(CopyFolder folder)
{
    public byte[]? Read(string workspace, string template, string version)
    {
        if (folder.PlaceOf(FolderOf(workspace, template)) is not { } place || !Directory.Exists(place))
        {
            return null;
        }

        foreach (var name in Directory.EnumerateFiles(place, $"{version}.*.zip").Select(Path.GetFileName))
        {
            if (folder.ReadBytes(Path.Combine(FolderOf(workspace, template), name!)) is { } bytes && name == NameOf(version, Bundle.Hash(bytes)))
            {
                return bytes;
            }
        }

        return null;
    }

    public void Write(string workspace, string template, string version, string sha256, byte[] bundle) =>
        folder.WriteBytes(Path.Combine(FolderOf(workspace, template), NameOf(version, sha256)), bundle);

    /// <summary>Deletes the copies of versions that the ledger no longer has.</summary>
    public void Keep(string workspace, string template, IReadOnlyCollection<string> versions) =>
        folder.Prune(FolderOf(workspace, template), name => versions.Contains(name.Split('.')[0]));

    private static string FolderOf(string workspace, string template) => Path.Combine(workspace, template);

    private static string NameOf(string version, string sha256) => $"{version}.{sha256}.zip";
}
