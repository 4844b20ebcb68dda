using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>The fields that the object has not, or that we may not see. Salesforce refuses a whole read for one of them: it is left out, and people
/// are read without it.</summary>
internal sealed partial class SalesforceFields(ConnectionWatch watch, TimeProvider clock)
{
    /// <summary>After that a field is tried again: somebody may have made it, or given the right to read it.</summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, TimeSpan> absent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of the fields that may be asked for.</summary>
    public IReadOnlyList<string> Known(IReadOnlyList<string> wanted)
    {
        var now = clock.GetElapsedTime(0);
        return [.. wanted.Where(IsKnown).Distinct(StringComparer.OrdinalIgnoreCase)];

        bool IsKnown(string field)
        {
            if (!Soql.IsField(field))
            {
                watch.Unknown(field);
                return false;
            }

            return !absent.TryGetValue(field, out var since) || (now - since > ForgetAfter && absent.TryRemove(field, out _));
        }
    }

    /// <summary>Hears why a read was refused. True: it was for fields that are left out from now on, and is worth asking again.</summary>
    public bool Hear(CrmRefusal? refusal, IReadOnlyList<string> asked)
    {
        if (refusal?.Status != HttpStatusCode.BadRequest)
        {
            return false;
        }

        var named = SalesforceError.Parse(refusal.Body).Where(error => error.ErrorCode == "INVALID_FIELD").SelectMany(Names).ToList();
        var dropped = asked.Where(field => field != SalesforceIdentity.Id && named.Exists(name => IsOf(field, name))).ToList();
        foreach (var field in dropped)
        {
            absent[field] = clock.GetElapsedTime(0);
            watch.Unknown(field);
        }

        return dropped.Count > 0;
    }

    private static IEnumerable<string> Names(SalesforceError error) =>
        (error.Fields ?? []).OfType<string>().Concat(Quoted().Matches(error.Message ?? "").Select(match => match.Groups["name"].Value));

    // Of a path Salesforce names the step that it does not know.
    private static bool IsOf(string field, string named) =>
        string.Equals(field, named, StringComparison.OrdinalIgnoreCase)
        || (field.Contains('.') && field.Split('.').Contains(named, StringComparer.OrdinalIgnoreCase));

    [GeneratedRegex("(No such column|No such relation|understand relationship) '(?<name>[^']{1,300})'", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
