namespace Renderer.Model;

/// <summary>A REST API as <c>workspace.yaml</c> declares it: which requests ask for whom, and where in the answers what stands.</summary>
public sealed record RestSettings : KindSettings
{
    /// <summary>Headers of every request; a value may be a secret, so none is printed.</summary>
    public Named<Secret> Headers { get; init; } = Named<Secret>.None;

    /// <summary>Asks for one person, by the kind of identifier.</summary>
    public required Named<RestRequest> One { get; init; }

    /// <summary>Asks for many at once, by the kind of identifier.</summary>
    public Named<RestBulk> Many { get; init; } = Named<RestBulk>.None;

    /// <summary>Asks for all by pages; null: they cannot be listed.</summary>
    public RestList? List { get; init; }

    /// <summary>Asks what attributes there are; null: the API does not tell.</summary>
    public RestDescribe? Describe { get; init; }

    /// <summary>Where in a person what stands.</summary>
    public RestPerson Person { get; init; } = new();

    /// <summary>How the API says that there is no such person.</summary>
    public RestNobody Nobody { get; init; } = new();

    /// <summary>How its webhooks are verified and read; null: they are refused.</summary>
    public RestHook? Hook { get; init; }

    /// <inheritdoc/>
    public override string EmailProperty => Person.FieldOf(Person.Email) ?? base.EmailProperty;

    /// <inheritdoc/>
    public override string Reading => string.Join(
        '\n',
        [
            .. new[] { Person.Id, Person.Email, Person.Attributes, Person.Deleted }.Select(path => path?.Text),
            .. One.Entries.Select(pair => $"{pair.Key} {pair.Value.Url.Raw} {pair.Value.Items.Text}"),
        ]);
}

/// <summary>One request.</summary>
public sealed record RestRequest
{
    /// <summary>Path and perhaps query, behind the connection's base address; values in it are percent-encoded.</summary>
    public required RestText Url { get; init; }

    /// <summary>GET, or POST with a body.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Query parameters; names and values are percent-encoded.</summary>
    public Named<RestText> Query { get; init; } = Named<RestText>.None;

    /// <summary>Further headers.</summary>
    public Named<Secret> Headers { get; init; } = Named<Secret>.None;

    /// <summary>A body of <c>application/x-www-form-urlencoded</c>.</summary>
    public Named<RestText>? Form { get; init; }

    /// <summary>A JSON body whose texts have places; a text that is <c>{values}</c> alone becomes the list.</summary>
    public string? Body { get; init; }

    /// <summary>Where in the answer the person, the people or the items stand.</summary>
    public JsonPath Items { get; init; } = JsonPath.Root;

    /// <summary>Where the ids stand, of an answer that has no more: the person is then asked for by id.</summary>
    public JsonPath? Ids { get; init; }

    /// <summary>Says nothing: a key may stand in it.</summary>
    public override string ToString() => "***";
}

/// <summary>A request for many people.</summary>
/// <param name="Request">The request; <c>{values}</c> are the identifiers.</param>
/// <param name="Max">The most that it takes.</param>
/// <param name="InOrder">The answer has one item for each, in the order asked, null for nobody; else items are matched by their names.</param>
public sealed record RestBulk(RestRequest Request, int Max, bool InOrder);

/// <summary>A request for a page of people.</summary>
/// <param name="Request">The request.</param>
/// <param name="Paging">How pages follow.</param>
/// <param name="Next">Where the answer has the next page's cursor or link, or that there is more; null where pages are counted until one is not full.</param>
/// <param name="As">The query parameter that takes cursor, page or offset.</param>
/// <param name="First">The first page's number.</param>
/// <param name="Size">How many people a page has, where offsets are counted or the last page is told by being shorter; 0: it is the empty one.</param>
/// <param name="Since">What is added to ask for those only that changed since; null: the API cannot tell.</param>
public sealed record RestList(RestRequest Request, RestPaging Paging, JsonPath? Next, string? As, int First, int Size, RestSince? Since);

/// <summary>What a list's request has more when it asks for changes: <c>{since}</c> is the instant.</summary>
/// <param name="Query">Query parameters; one of the same name is replaced.</param>
/// <param name="Headers">Headers.</param>
public sealed record RestSince(Named<RestText> Query, Named<RestText> Headers);

/// <summary>How pages follow each other.</summary>
public enum RestPaging
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>The answer has the next one's address.</summary>
    Link,

    /// <summary>The answer has a cursor.</summary>
    Cursor,

    /// <summary>They are numbered.</summary>
    Page,

    /// <summary>People are counted.</summary>
    Offset,
}

/// <summary>A request for what attributes there are.</summary>
/// <param name="Request">The request.</param>
/// <param name="Name">Where an item has the name.</param>
/// <param name="Type">Where it has the type.</param>
/// <param name="Label">Where it has what people call it.</param>
/// <param name="Options">Where it has the values of a choice.</param>
/// <param name="Types">The API's words for types that are not the usual ones.</param>
public sealed record RestDescribe(
    RestRequest Request, JsonPath Name, JsonPath? Type, JsonPath? Label, JsonPath? Options, Named<string> Types);

/// <summary>Where in a person what stands.</summary>
public sealed record RestPerson
{
    /// <summary>The id.</summary>
    public JsonPath Id { get; init; } = Path("id");

    /// <summary>The e-mail address, or several.</summary>
    public JsonPath? Email { get; init; } = Path("email");

    /// <summary>The object that attributes and lookups are looked for in.</summary>
    public JsonPath Attributes { get; init; } = JsonPath.Root;

    /// <summary>When it changed: who is the newest of two.</summary>
    public JsonPath? Changed { get; init; }

    /// <summary>True or not null for one who is deleted.</summary>
    public JsonPath? Deleted { get; init; }

    /// <summary>The field of the attributes that a path leads through; null for one that stands beside them.</summary>
    public string? FieldOf(JsonPath? path) =>
        path is not null && path.Steps.Count > Attributes.Steps.Count && path.Steps.Take(Attributes.Steps.Count).SequenceEqual(Attributes.Steps)
            ? path.Steps[Attributes.Steps.Count].Name
            : null;

    private static JsonPath Path(string text)
    {
        JsonPath.Read(text, out var path);
        return path;
    }
}

/// <summary>How an API says that there is no such person, beside an empty list, null or nothing at all.</summary>
public sealed record RestNobody
{
    /// <summary>Statuses that say so; default 404.</summary>
    public Named<bool> Statuses { get; init; } = new([new("404", true)]);

    /// <summary>Where in the body of such an answer it must say so; null: the status alone says it, where the body is JSON or empty.</summary>
    public JsonPath? Path { get; init; }

    /// <summary>What it says there.</summary>
    public string? Is { get; init; }
}
