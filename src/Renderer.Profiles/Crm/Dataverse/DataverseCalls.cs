using System.Text.Json;
using Refit;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>Makes Dataverse's calls, each again without what Dataverse turns out not to have.</summary>
/// <param name="Client">Sends them.</param>
/// <param name="Contacts">The API.</param>
/// <param name="Unknown">What Dataverse does not have.</param>
internal sealed record DataverseCalls(CrmClient Client, IDataverseContacts Contacts, DataverseUnknown Unknown)
{
    /// <summary>Dataverse names one unknown column a refusal; more than so many are for the next read to find out.</summary>
    private const int MostAttempts = 12;

    /// <summary>Reads one row by its key.</summary>
    public ValueTask<CrmReply<JsonElement>> ReadAsync(string key, IReadOnlyList<string> properties, Budget budget, CancellationToken cancellationToken) =>
        AskAsync(
            CrmCallKind.One,
            1,
            properties,
            budget,
            (selection, call, end) => Contacts.ReadAsync(key, selection.Query, selection.Prefer, call, end),
            cancellationToken);

    /// <summary>Finds rows.</summary>
    /// <param name="kind">One person or many.</param>
    /// <param name="people">How many are asked for.</param>
    /// <param name="properties">What of them comes along.</param>
    /// <param name="options">The other OData options, encoded.</param>
    /// <param name="prefer">A preference beside that for annotations.</param>
    /// <param name="budget">What the call may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ValueTask<CrmReply<DataverseRows>> FindAsync(
        CrmCallKind kind, int people, IReadOnlyList<string> properties, string options, string? prefer, Budget budget, CancellationToken cancellationToken) =>
        AskAsync(
            kind,
            people,
            properties,
            budget,
            (selection, call, end) => Contacts.FindAsync(options.Length == 0 ? selection.Query : $"{selection.Query}&{options}", Both(selection.Prefer, prefer), call, end),
            cancellationToken);

    private async ValueTask<CrmReply<T>> AskAsync<T>(
        CrmCallKind kind,
        int people,
        IReadOnlyList<string> properties,
        Budget budget,
        Func<DataverseSelection, CrmCall, CancellationToken, Task<ApiResponse<T>>> ask,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var selection = DataverseSelection.Of(properties, Unknown);
            var again = false;
            var reply = await Client.AskAsync(
                kind,
                people,
                budget,
                async (call, end) =>
                {
                    var response = await ask(selection, call, end);
                    again = response.Error is ApiException { Content: { } body }
                        && DataverseError.Parse(System.Text.Encoding.UTF8.GetBytes(body)) is { } fault
                        && Unknown.Learn(fault.Message) is { } name
                        && selection.Names(name);
                    return response;
                },
                cancellationToken);
            if (!again || attempt == MostAttempts)
            {
                return reply;
            }
        }
    }

    private static string? Both(string? left, string? right) => left is null ? right : right is null ? left : $"{left},{right}";
}
