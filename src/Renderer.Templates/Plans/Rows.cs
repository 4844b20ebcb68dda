using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Renderer.Templates.Plans;

/// <summary>The person and the request's data of one message, as one template reads them.</summary>
internal sealed class Rows : IResettable
{
    private static readonly ObjectPool<Rows> Pool = ObjectPool.Create<Rows>();

    public Slots Slots { get; } = new();

    public Value Profile { get; private set; }

    public Value Data { get; private set; }

    /// <summary>The text of an attribute; null when it is none.</summary>
    public string? Text(int slot) => Slots[Profile.Slot + slot] is { Kind: Kind.Utf8 or Kind.Text } value ? value.Characters : null;

    public static Rows Read(Layout layout, RenderScope scope)
    {
        var rows = Pool.Get();
        rows.Profile = rows.ReadRoot(Bytes(scope.Profile.Json), layout.Profile);
        rows.Data = layout.Data.IsRow || layout.ReadsData
            ? rows.ReadRoot(scope.Data.ValueKind == JsonValueKind.Object ? JsonMarshal.GetRawUtf8Value(scope.Data).ToArray() : "{}"u8.ToArray(), layout.Data)
            : Value.Nothing;
        foreach (var (slot, value) in layout.Defaults)
        {
            // CRMs send "" for what they do not have.
            ref var own = ref rows.Slots[rows.Profile.Slot + slot];
            if (own.IsNothing || (own.Kind == Kind.Utf8 && own.Bytes.IsEmpty) || (own.Kind == Kind.Text && own.String.Length == 0))
            {
                own = value;
            }
        }

        return rows;
    }

    /// <summary>Gives the memory back; nothing of it may be used afterwards.</summary>
    public void Release() => Pool.Return(this);

    public bool TryReset()
    {
        (Profile, Data) = (default, default);
        return Slots.TryClear();
    }

    // A root always has its slots, whatever JSON it is read from.
    private Value ReadRoot(byte[] json, Shape shape)
    {
        var root = Slots.Read(json, shape);
        return root.Kind == Kind.Row && root.Count == shape.Count ? root : Value.Row("{}"u8.ToArray(), 0, Slots.Take(shape.Count, Value.Nothing), shape.Count);
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> json) =>
        MemoryMarshal.TryGetArray(json, out var array) && array.Offset == 0 && array.Count == array.Array!.Length ? array.Array : json.ToArray();
}
