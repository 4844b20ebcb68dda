using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Renderer.Model;
using Renderer.Server.Problems;
using Renderer.Server.Wire;

namespace Renderer.Server.Send;

/// <summary>Reads a render's query: the pull form, the defaults of a batch, and how the answer should look.</summary>
internal static class RenderQuery
{
    private const string DataPrefix = "data.";

    /// <summary>How the caller may ask for its answer's shape, on every render route.</summary>
    private static readonly string[] Shape = ["part", "block", "format", "skip_status"];

    /// <summary>What proves who calls; read by Access.</summary>
    private static readonly string[] Credentials = ["key", "sig", "ws", "exp"];

    private static readonly string[] Draft = ["message_id", "locale", "time_zone", "budget_ms", "on_missing", "version"];

    /// <summary>The pull form, and a batch's defaults: everything that fits into a query.</summary>
    public static (RenderDraft Draft, Problem? Problem) Read(IQueryCollection query, WorkspaceSettings settings, bool recipients)
    {
        string[] kinds = recipients ? [.. RenderRules.Kinds(settings)] : [];
        string[] known = [.. kinds, .. Draft, .. Shape, .. Credentials, "data.<name>"];
        var draft = new RenderDraft();
        var data = new Dictionary<string, string>();
        foreach (var (name, values) in query)
        {
            if (Refuse(name, values, known) is { } problem)
            {
                return (draft, problem);
            }

            // What the ESP did not merge says nothing; where it stands for the person, it makes the whole a proof.
            var value = values.ToString();
            if (value.Length == 0 || (Placeholder.Stands(value) && (!kinds.Contains(name) || draft.Recipient is not null)))
            {
                continue;
            }

            var rule = name switch
            {
                "message_id" when Encoding.UTF8.GetByteCount(value) > RenderRules.MaxMessageIdBytes =>
                    $"may have at most {RenderRules.MaxMessageIdBytes} bytes",
                "message_id" => Set(draft with { MessageId = value }),
                "locale" => RenderRules.CheckLocale(value) ?? Set(draft with { Locale = value }),
                "time_zone" => RenderRules.CheckTimeZone(value) ?? Set(draft with { TimeZone = value }),
                "version" => Set(draft with { Version = value }),
                "block" => Set(draft with { Block = value }),
                "budget_ms" => Budget(value, out var ms) ?? Set(draft with { BudgetMs = ms }),
                "on_missing" => RenderRules.TryOnMissing(value, out var missing) ?? Set(draft with { OnMissing = missing }),
                _ when name.StartsWith(DataPrefix, StringComparison.Ordinal) => Put(data, name[DataPrefix.Length..], value),
                _ when kinds.Contains(name) && draft.Recipient is { } first && !Placeholder.Stands(first.Value) => "is a second identifier; give one",
                _ when kinds.Contains(name) => RenderRules.TryRecipient(name, Plussed(name, value), settings, out var found) ?? Set(draft with { Recipient = found }),
                _ => null,
            };
            if (rule is not null)
            {
                return (draft, new Problem(ProblemCode.BadParameter, $"'{name}' {rule}."));
            }
        }

        return (data.Count == 0 ? draft : draft with { Data = JsonSerializer.SerializeToElement(data) }, null);

        string? Set(RenderDraft next)
        {
            draft = next;
            return null;
        }
    }

    /// <summary>The query of a POST: how the answer should look, and which block.</summary>
    public static Problem? CheckShapeOnly(IQueryCollection query) =>
        query.Select(pair => Refuse(pair.Key, pair.Value, Shape)).FirstOrDefault(problem => problem is not null);

    private static Problem? Refuse(string name, StringValues values, string[] known)
    {
        if (!known.Contains(name) && !(name.StartsWith(DataPrefix, StringComparison.Ordinal) && known.Contains("data.<name>")))
        {
            var printable = new string([.. name.Take(64).Select(c => char.IsControl(c) ? '?' : c)]);
            return new Problem(ProblemCode.UnknownField, $"'{printable}' is not a parameter of this route. {Nearest.Suggest(name, known)}");
        }

        return values.Count > 1 ? new Problem(ProblemCode.BadParameter, $"'{name}' stands more than once; give it once.") : null;
    }

    private static string? Budget(string text, out int ms) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ms) && ms is >= RenderRules.LeastBudgetMs and <= RenderRules.MostBudgetMs
            ? null
            : $"must be a whole number from {RenderRules.LeastBudgetMs} to {RenderRules.MostBudgetMs}";

    // An address has no space: it is a plus that an ESP put into its own address as it was.
    private static string Plussed(string kind, string value) => kind == Identifier.EmailKind ? value.Trim().Replace(' ', '+') : value;

    private static string? Put(Dictionary<string, string> data, string name, string value)
    {
        data[name] = value;
        return name.Length is > 0 and <= 64 ? null : "needs a name of 1 to 64 characters after the dot";
    }
}
