namespace Renderer.Server.Passthrough.Elements;

/// <summary>Headers as items of a list, <c>{"Name":…,"Value":…}</c>, as Postmark and SES have them.</summary>
internal static class NameValue
{
    public static ReadOnlyMemory<byte> Of(string name, ReadOnlyMemory<byte> json) =>
        (byte[])[.. "{\"Name\":"u8, .. Json.JsonEdits.Quote(name).Span, .. ",\"Value\":"u8, .. json.Span, (byte)'}'];

    public static ReadOnlyMemory<byte> List(IReadOnlyList<ReadOnlyMemory<byte>> items) =>
        (byte[])[(byte)'[', .. items.SelectMany((item, i) => i == 0 ? item.ToArray() : [(byte)',', .. item.Span]), (byte)']'];
}
