using System.Runtime.InteropServices;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What people agreed to, in this node's memory: about 40 bytes for each opaque name.</summary>
/// <param name="most">Of how many names it holds what attributes alone say and refuse nothing by: without it they count as not asked, which is stricter.</param>
internal sealed class ConsentBoard(int most = ConsentBoard.Most)
{
    /// <summary>About 160 MB.</summary>
    private const int Most = 4_000_000;

    private const int Stated = 0b11_1111;

    /// <summary>The bit of each purpose, as stated and as mapped, that says that it is withdrawn.</summary>
    private const int Refusals = 0b1010_1010_1010;

    private readonly Lock gate = new();
    private readonly Dictionary<ulong, ushort> said = [];
    private readonly HashSet<ulong> withdrawn = [];
    private bool isChanged;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return said.Count;
            }
        }
    }

    /// <summary>As stated and as mapped, of all these names: of several the stricter holds.</summary>
    public (ConsentState Stated, ConsentState Mapped) Find(WorkspaceName workspace, IEnumerable<string> names)
    {
        var (stated, mapped) = (default(ConsentState), default(ConsentState));
        lock (gate)
        {
            if (said.Count == 0)
            {
                return default;
            }

            foreach (var name in names)
            {
                if (said.TryGetValue(Key(workspace, name), out var bits))
                {
                    stated = stated.And(ConsentBits.Read(bits & Stated));
                    mapped = mapped.And(ConsentBits.Read(bits >> 6));
                }
            }
        }

        return (stated, mapped);
    }

    /// <summary>Who does not want personal mails: 8 bytes each, for a start without the ledger. Null when nobody has changed since it was asked last.</summary>
    public byte[]? Withdrawn()
    {
        ulong[] keys;
        lock (gate)
        {
            if (!isChanged)
            {
                return null;
            }

            isChanged = false;
            keys = [.. withdrawn];
        }

        return MemoryMarshal.AsBytes<ulong>(keys).ToArray();
    }

    /// <summary>Takes such a list for what was stated, until the ledger tells.</summary>
    public void Load(ReadOnlySpan<byte> list)
    {
        lock (gate)
        {
            foreach (var key in MemoryMarshal.Cast<byte, ulong>(list))
            {
                if (said.TryAdd(key, (ushort)ConsentBits.Of(new(default, Consent.Withdrawn, default))))
                {
                    withdrawn.Add(key);
                }
            }
        }
    }

    public void Put(WorkspaceName workspace, string name, int stated, int mapped)
    {
        lock (gate)
        {
            Hold(Key(workspace, name), stated | (mapped << 6));
        }
    }

    /// <summary>Puts what attributes say beside what was stated; false when there is no room for any of the names.</summary>
    public bool PutMapped(WorkspaceName workspace, IEnumerable<string> names, int mapped)
    {
        var isHeld = false;
        lock (gate)
        {
            foreach (var key in names.Select(name => Key(workspace, name)))
            {
                isHeld |= Hold(key, (said.GetValueOrDefault(key) & Stated) | (mapped << 6));
            }
        }

        return isHeld;
    }

    public void Forget(WorkspaceName workspace, IEnumerable<string> names)
    {
        lock (gate)
        {
            foreach (var name in names)
            {
                Hold(Key(workspace, name), 0);
            }
        }
    }

    // Under the gate.
    private bool Hold(ulong key, int bits)
    {
        isChanged |= IsWithdrawn(bits) ? withdrawn.Add(key) : withdrawn.Remove(key);
        if (bits == 0)
        {
            said.Remove(key);
            return true;
        }

        if ((bits & (Stated | Refusals)) == 0 && said.Count >= most && !said.ContainsKey(key))
        {
            return false;
        }

        said[key] = (ushort)bits;
        return true;
    }

    private static bool IsWithdrawn(int bits) =>
        ConsentBits.Read(bits & Stated).And(ConsentBits.Read(bits >> 6)).Personalization == Consent.Withdrawn;

    // FNV-1a: a name is 128 bits of an HMAC, of which 64 tell ten million apart but once in a million.
    private static ulong Key(WorkspaceName workspace, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in workspace.ToString())
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ '\n') * 1099511628211UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }
}
