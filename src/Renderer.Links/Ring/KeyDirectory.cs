namespace Renderer.Links.Ring;

/// <summary>The directory that <c>Renderer__Secrets</c> names: every key of every node that shares it.</summary>
internal sealed class KeyDirectory(string path)
{
    public string Path => path;

    /// <exception cref="KeyRingException">The directory or one of its keys cannot be read.</exception>
    public IReadOnlyList<RingKey> ReadAll()
    {
        try
        {
            return Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Where(KeyFile.IsOne).Select(KeyFile.Read)] : [];
        }
        catch (Exception fault) when (fault is (IOException or UnauthorizedAccessException) and not KeyRingException)
        {
            throw new KeyRingException($"The directory of keys {path} cannot be read ({fault.GetType().Name}). Set Renderer__Secrets to one that can.");
        }
    }

    /// <exception cref="KeyRingException">The directory cannot be written.</exception>
    public void Write(IEnumerable<RingKey> keys)
    {
        try
        {
            Create();
            foreach (var key in keys)
            {
                KeyFile.Write(path, key);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingException(
                $"No key can be written to {path} ({fault.GetType().Name}). Give the account that runs Renderer the right to write there, or set Renderer__Secrets to a directory where it has it.");
        }
    }

    private void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
