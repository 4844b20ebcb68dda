using System.Runtime.InteropServices;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>What people agreed to, in this node's memory: about 40 bytes for each opaque name.</summary>
internal sealed class ConsentBoard
{
    private readonly Lock gate = new();
    private readonly Dictionary<ulong, ushort> said = [];
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
                    stated = stated.And(ConsentBits.Read(bits & 63));
                    mapped = mapped.And(ConsentBits.Read(bits >> 6));
                }
            }
        }

        return (stated, mapped);
    }

    /// <summary>Who does not want personal mails: 8 bytes each, for a start without the ledger. Null when nobody has changed since it was asked last.</summary>
    public byte[]? Withdrawn()
    {
        lock (gate)
        {
            if (!isChanged)
            {
                return null;
            }

            isChanged = false;
            return MemoryMarshal.AsBytes<ulong>(said.Where(each => IsWithdrawn(each.Value)).Select(each => each.Key).ToArray()).ToArray();
        }
    }

    /// <summary>Takes such a list for what was stated, until the ledger tells.</summary>
    public void Load(ReadOnlySpan<byte> withdrawn)
    {
        lock (gate)
        {
            foreach (var key in MemoryMarshal.Cast<byte, ulong>(withdrawn))
            {
                said.TryAdd(key, (ushort)ConsentBits.Of(new(default, Consent.Withdrawn, default)));
            }
        }
    }

    public void Put(WorkspaceName workspace, string name, int stated, int mapped)
    {
        lock (gate)
        {
            isChanged = true;
            if (stated == 0 && mapped == 0)
            {
                said.Remove(Key(workspace, name));
            }
            else
            {
                said[Key(workspace, name)] = (ushort)(stated | (mapped << 6));
            }
        }
    }

    public void Forget(WorkspaceName workspace, IEnumerable<string> names)
    {
        lock (gate)
        {
            isChanged = true;
            foreach (var name in names)
            {
                said.Remove(Key(workspace, name));
            }
        }
    }

    private static bool IsWithdrawn(int bits) =>
        ConsentBits.Read(bits & 63).And(ConsentBits.Read(bits >> 6)).Personalization == Consent.Withdrawn;

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
