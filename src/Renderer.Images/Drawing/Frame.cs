using System.Buffers;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Renderer.Images.Drawing;

/// <summary>Pixels of a picture (blue, green, red, alpha; premultiplied), and a canvas upon them.</summary>
internal sealed class Frame : IDisposable
{
    public const int PixelBytes = 4;

    private readonly byte[] bytes;
    private readonly SKSurface surface;
    private GCHandle pin;

    public Frame(int width, int height)
    {
        (Width, Height) = (width, height);
        bytes = ArrayPool<byte>.Shared.Rent(width * height * PixelBytes);
        pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        // This order of colours is the one that Skia has its quick ways for.
        surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul), pin.AddrOfPinnedObject(), width * PixelBytes)
            ?? throw new InvalidOperationException("No surface can be had.");
    }

    public int Width { get; }

    public int Height { get; }

    public SKCanvas Canvas => surface.Canvas;

    public Span<byte> Pixels => bytes.AsSpan(0, Width * Height * PixelBytes);

    public Span<byte> Row(int y) => Pixels.Slice(y * Width * PixelBytes, Width * PixelBytes);

    public SKPixmap Map() => surface.PeekPixels();

    /// <summary>Whether no pixel lets anything through.</summary>
    public bool IsOpaque
    {
        get
        {
            var all = uint.MaxValue;
            foreach (var pixel in MemoryMarshal.Cast<byte, uint>(Pixels))
            {
                all &= pixel;
            }

            return all >> 24 == 255;
        }
    }

    public void Dispose()
    {
        surface.Dispose();
        pin.Free();
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
