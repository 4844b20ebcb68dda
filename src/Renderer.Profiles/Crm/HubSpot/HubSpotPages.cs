namespace Renderer.Profiles.Crm.HubSpot;

/// <summary>A page of contacts.</summary>
internal sealed record HubSpotPage
{
    public IReadOnlyList<HubSpotContact?>? Results { get; init; }

    public HubSpotPaging? Paging { get; init; }
}

/// <summary>Where a page's next one begins.</summary>
internal sealed record HubSpotPaging(HubSpotNext? Next);

/// <summary>The cursor of the next page.</summary>
internal sealed record HubSpotNext(string? After);

/// <summary>The question of a search: one group of filters that all must hold.</summary>
internal sealed record HubSpotSearch(
    IReadOnlyList<HubSpotFilterGroup> FilterGroups, IReadOnlyList<HubSpotSort> Sorts, IReadOnlyList<string> Properties, int Limit, string? After);

/// <summary>Filters of which every one must hold.</summary>
internal sealed record HubSpotFilterGroup(IReadOnlyList<HubSpotFilter> Filters);

/// <summary>A comparison of one property.</summary>
internal sealed record HubSpotFilter(string PropertyName, string Operator, string Value);

/// <summary>An order; HubSpot takes one.</summary>
internal sealed record HubSpotSort(string PropertyName, string Direction = "ASCENDING");

/// <summary>The properties of contacts.</summary>
internal sealed record HubSpotDescriptions(IReadOnlyList<HubSpotDescription?>? Results);

/// <summary>One property as HubSpot describes it.</summary>
internal sealed record HubSpotDescription
{
    public string? Name { get; init; }

    public string? Label { get; init; }

    public string? Type { get; init; }

    public string? FieldType { get; init; }

    public bool Archived { get; init; }

    public IReadOnlyList<HubSpotOption?>? Options { get; init; }

    /// <summary>In our words.</summary>
    public CrmAttribute InOurs() => new(Name!, TypeInOurs, Label, [.. (Options ?? []).Select(option => option?.Value).OfType<string>()]);

    private Model.AttributeType? TypeInOurs => Type switch
    {
        "string" or "phone_number" or "currency" => Model.AttributeType.Text,
        "number" => Model.AttributeType.Number,
        "bool" => Model.AttributeType.Boolean,
        "date" or "datetime" => Model.AttributeType.Date,
        "enumeration" => FieldType == "checkbox" ? Model.AttributeType.List : Model.AttributeType.Text,
        "json" => Model.AttributeType.Json,
        _ => null,
    };
}

/// <summary>One value that a choice can have.</summary>
internal sealed record HubSpotOption(string? Value);
