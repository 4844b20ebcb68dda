using Renderer.Images.Drawing;
using Renderer.Images.Scenes;

namespace Renderer.Images.Keeping;

/// <summary>Takes how a scene begins while the scene is drawn.</summary>
internal sealed class PartKeeper
{
    private readonly SceneOrder order;
    private readonly ImageLimits limits;
    private readonly DrawingState state;
    private readonly Boundary boundary;

    public PartKeeper(SceneOrder order, ImageLimits limits, DrawingState state, Boundary boundary)
    {
        (this.order, this.limits, this.state, this.boundary) = (order, limits, state, boundary);
        state.KeptUntil = boundary.At;
        state.OpenIds = boundary.Holders.Where(IsNamed).Select(holder => holder["id"]!).ToHashSet();
    }

    /// <summary>What was drawn until now, to be kept; null where it may not hold for the next scene.</summary>
    public KeptPart? Take(Frame frame)
    {
        state.KeptUntil = int.MaxValue;
        if (state.Stopped || state.Lacks)
        {
            return null;
        }

        // Read by itself, so that nothing of this person's stays behind in it.
        var begins = order.Scene[..boundary.At];
        return SceneReader.Read(begins + boundary.Close, limits).Tree is not { } tree ? null : new KeptPart
        {
            Begins = begins,
            Open = boundary.Open,
            Tree = tree,
            OpenIds = state.OpenIds,
            Images = [.. state.Asked],
            Shape = KeepingShelf.Shape(order),
            Pixels = frame.Pixels.ToArray(),
            Width = frame.Width,
            Height = frame.Height,
        };
    }

    /// <summary>Whether it is the element of its id: of equal ids, only the first counts.</summary>
    private bool IsNamed(SceneElement holder) => holder["id"] is { } id && state.Tree.Named.GetValueOrDefault(id) == holder;
}
