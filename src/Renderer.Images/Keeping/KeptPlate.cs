namespace Renderer.Images.Keeping;

/// <summary>What is made of a kept part once, beside the requests.</summary>
internal sealed class KeptPlate<T>
    where T : class
{
    private T? made;
    private int asked;

    /// <summary>Null until it is there.</summary>
    public T? Made
    {
        get => Volatile.Read(ref made);
        set => Volatile.Write(ref made, value);
    }

    /// <summary>Whether it is to be made now: true once.</summary>
    public bool Ask() => asked == 0 && Interlocked.Exchange(ref asked, 1) == 0;

    /// <summary>Nobody had the time.</summary>
    public void AskAgain() => Volatile.Write(ref asked, 0);
}
