using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Renderer.Sandbox.People;

namespace Renderer.Sandbox.Dataverse;

/// <summary>The GUIDs under which Dataverse knows people: p0001 is 00000000-0000-4000-8001-000000000001.</summary>
internal sealed class RecordIds(SandboxOptions options)
{
    private const string Varied = "00000000-0000-4000-8001-";
    private const string Generated = "00000000-0000-4000-8002-";

    private readonly ConcurrentDictionary<Guid, string> others = new();

    public Guid Of(string id)
    {
        if (Seed.Parse(id, options.People) is { } seed)
        {
            return Guid.Parse($"{(seed.Kind == 'p' ? Varied : Generated)}{seed.Number:D12}");
        }

        var made = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));
        others[made] = id;
        return made;
    }

    /// <summary>The person's id; null where the GUID is nobody's.</summary>
    public string? Find(Guid guid)
    {
        var text = guid.ToString("D");
        return others.TryGetValue(guid, out var id) ? id
            : !text.StartsWith(Varied, StringComparison.Ordinal) && !text.StartsWith(Generated, StringComparison.Ordinal) ? null
            : int.TryParse(text.AsSpan(Varied.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && new Seed(text.StartsWith(Varied, StringComparison.Ordinal) ? 'p' : 'g', number) is var seed
                && seed.Exists(options.People) ? seed.Id
            : null;
    }

    /// <summary>The GUID of an account, by its name.</summary>
    public static Guid OfAccount(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes("account\n" + name)).AsSpan(0, 16));
}
