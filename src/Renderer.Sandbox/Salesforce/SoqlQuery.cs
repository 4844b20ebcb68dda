namespace Renderer.Sandbox.Salesforce;

/// <summary>A question in SOQL, as far as somebody who reads people asks one.</summary>
internal sealed record SoqlQuery
{
    public required string Text { get; init; }

    public required IReadOnlyList<string> Fields { get; init; }

    public required string Object { get; init; }

    /// <summary>All must hold.</summary>
    public IReadOnlyList<SoqlCondition> Conditions { get; init; } = [];

    /// <summary>Fields, and whether from the largest down.</summary>
    public IReadOnlyList<(string Field, bool Descending)> Order { get; init; } = [];

    public int? Limit { get; init; }
}

/// <summary>A condition.</summary>
/// <param name="Field">Of what.</param>
/// <param name="Operator">=, &lt;, &lt;=, &gt;, &gt;= or IN.</param>
/// <param name="Values">What it is compared with; one, but for IN.</param>
internal sealed record SoqlCondition(string Field, string Operator, IReadOnlyList<string> Values);
