using System.Text.Json;
using Refit;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Asks, and asks again without a field that Salesforce says it has not.</summary>
internal sealed class SalesforceQuestions(CrmClient client, ISalesforceRecords records, SalesforceSettings kind, SalesforceFields fields)
{
    /// <summary>Pages of one question, of 2,000 records each: more share a name than any person's data could be picked from.</summary>
    private const int MostPages = 5;

    /// <summary>Reads one record by its id.</summary>
    public ValueTask<CrmReply<JsonElement>> ByIdAsync(string id, IReadOnlyList<string> wanted, Budget budget, CancellationToken cancellationToken) =>
        AskAsync(
            CrmCallKind.One,
            people: 1,
            wanted,
            budget,
            (known, call, end) => records.ReadAsync(kind.ApiVersion, kind.Object, id, string.Join(',', known), call, end),
            cancellationToken);

    /// <summary>Reads one record by an external id.</summary>
    public ValueTask<CrmReply<JsonElement>> ByExternalIdAsync(
        string field, string value, IReadOnlyList<string> wanted, Budget budget, CancellationToken cancellationToken) =>
        AskAsync(
            CrmCallKind.One,
            people: 1,
            wanted,
            budget,
            (known, call, end) => records.ReadByAsync(kind.ApiVersion, kind.Object, field, value, string.Join(',', known), call, end),
            cancellationToken);

    /// <summary>Reads records by their ids, in the order asked.</summary>
    public ValueTask<CrmReply<IReadOnlyList<JsonElement>>> ByIdsAsync(
        IReadOnlyList<string> ids, IReadOnlyList<string> wanted, Budget budget, CancellationToken cancellationToken) =>
        AskAsync(
            CrmCallKind.Many,
            ids.Count,
            wanted,
            budget,
            (known, call, end) => records.ReadManyAsync(kind.ApiVersion, kind.Object, new SalesforceCollection(ids, known), call, end),
            cancellationToken);

    /// <summary>One page of a question in SOQL.</summary>
    public ValueTask<CrmReply<SalesforcePage>> PageAsync(
        CrmCallKind how, int people, IReadOnlyList<string> wanted, string rest, Budget budget, CancellationToken cancellationToken) =>
        AskAsync(
            how,
            people,
            wanted,
            budget,
            (known, call, end) => records.QueryAsync(kind.ApiVersion, Soql.Select(known, kind.Object, rest), call, end),
            cancellationToken);

    /// <summary>The page of that name.</summary>
    public ValueTask<CrmReply<SalesforcePage>> NextAsync(CrmCallKind how, string locator, Budget budget, CancellationToken cancellationToken) =>
        client.AskAsync(how, people: 0, budget, (call, end) => records.NextAsync(kind.ApiVersion, locator, call, end), cancellationToken);

    /// <summary>All records that answer a question in SOQL.</summary>
    public async ValueTask<CrmReply<IReadOnlyList<JsonElement>>> AllAsync(
        CrmCallKind how, int people, IReadOnlyList<string> wanted, string rest, Budget budget, CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        var page = await PageAsync(how, people, wanted, rest, budget, cancellationToken);
        for (var pages = 1; page.Reason == Reason.None; pages++)
        {
            if (page.Value?.Records is not { } some || (!page.Value.Done && (page.Value.Locator is null || pages == MostPages)))
            {
                return new(null, Reason.CrmError);
            }

            found.AddRange(some);
            if (page.Value.Done)
            {
                return new(found, Reason.None);
            }

            page = await NextAsync(how, page.Value.Locator!, budget, cancellationToken);
        }

        return new(null, page.Reason, page.Refusal);
    }

    /// <summary>How long a question in SOQL is in an address but for its conditions.</summary>
    public int Length(IReadOnlyList<string> wanted) => Uri.EscapeDataString(Soql.Select(fields.Known(wanted), kind.Object, "")).Length;

    private async ValueTask<CrmReply<T>> AskAsync<T>(
        CrmCallKind how,
        int people,
        IReadOnlyList<string> wanted,
        Budget budget,
        Func<IReadOnlyList<string>, CrmCall, CancellationToken, Task<ApiResponse<T>>> ask,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = fields.Known(wanted);
            var reply = await client.AskAsync(how, people, budget, (call, end) => ask(known, call, end), cancellationToken);
            if (!fields.Hear(reply.Refusal, known))
            {
                return reply; // each round leaves a field out, and the budget ends with them
            }
        }
    }
}
