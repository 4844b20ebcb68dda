namespace Renderer.Templates.Plans;

/// <summary>A plan could not go on; caught where the plan was started.</summary>
internal sealed class PlanFault(int at, string message, bool isLimit = false) : Exception(message)
{
    /// <summary>Where, an offset in the source.</summary>
    public int At => at;

    /// <summary>A limit was reached.</summary>
    public bool IsLimit => isLimit;
}
