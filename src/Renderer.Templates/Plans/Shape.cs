using System.Text;

namespace Renderer.Templates.Plans;

/// <summary>What of a JSON value has slots: the members that some script names, and the items that some loop walks through. Grows while plans are made.</summary>
internal sealed class Shape
{
    private readonly List<Member> members = [];
    private ulong[] keys = [];

    /// <summary>How many slots a row of it has.</summary>
    public int Count => members.Count;

    /// <summary>The shape of a list's items; null where none is walked through.</summary>
    public Shape? Items { get; private set; }

    /// <summary>Some member has a slot.</summary>
    public bool IsRow => members.Count > 0;

    public Member this[int slot] => members[slot];

    /// <summary>The slot of a member, made when it is new.</summary>
    public int SlotOf(string name)
    {
        var known = members.FindIndex(m => m.Name == name);
        if (known >= 0)
        {
            return known;
        }

        var bytes = Encoding.UTF8.GetBytes(name);
        members.Add(new Member(name, bytes, new Shape()));
        keys = [.. keys, KeyOf(bytes)];
        return members.Count - 1;
    }

    /// <summary>The shape of a list's items, made when it is new.</summary>
    public Shape ItemsOrNew() => Items ??= new Shape();

    /// <summary>The slot of a member by its name's bytes; -1 when nobody reads it.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var key = KeyOf(name);
        var from = 0;
        while (keys.AsSpan(from).IndexOf(key) is var at && at >= 0)
        {
            from += at;
            if (name.Length <= 7 || members[from].Bytes.AsSpan().SequenceEqual(name))
            {
                return from;
            }

            from++;
        }

        return -1;
    }

    // The length and up to seven bytes: enough to tell most names apart in one comparison.
    private static ulong KeyOf(ReadOnlySpan<byte> name)
    {
        var key = (ulong)(byte)Math.Min(name.Length, 255);
        var shift = 8;
        if (name.Length > 7)
        {
            return key | (BitConverter.ToUInt32(name) * 256UL) | ((ulong)name[^1] << 40) | ((ulong)name[name.Length / 2] << 48);
        }

        foreach (var b in name)
        {
            key |= (ulong)b << shift;
            shift += 8;
        }

        return key;
    }

    /// <summary>A member that has a slot.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Bytes">Its name in UTF-8.</param>
    /// <param name="Shape">What of its own value has slots.</param>
    internal sealed record Member(string Name, byte[] Bytes, Shape Shape);
}
