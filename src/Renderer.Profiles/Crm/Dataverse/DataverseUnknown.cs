using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Renderer.Profiles.Crm.Dataverse;

/// <summary>
/// What Dataverse said it does not have. It refuses a whole read for one unknown column, so that a slip of the pen in one template would
/// take everybody's data from all of them; such a column is left out for a while, and its attribute has no value.
/// </summary>
internal sealed partial class DataverseUnknown(ConnectionWatch watch, TimeProvider clock)
{
    private const int MostKept = 1000;
    private const string Contact = "contact";

    /// <summary>Then it is asked for again: a column may have been added.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Table, string Name), TimeSpan> until = new();

    /// <summary>Whether a field, or the way to it, is known not to be there.</summary>
    public bool Has(DataverseField field) => !until.IsEmpty && (field.Navigation is { } navigation
        ? Has(Contact, navigation) || Has("", field.Column)
        : Has(Contact, field.Column));

    /// <summary>Learns of a refusal's message.</summary>
    /// <returns>The name that is unknown; null where the message speaks of something else.</returns>
    public string? Learn(string? message)
    {
        if (message is null || Message().Match(message) is not { Success: true } match)
        {
            return null;
        }

        var name = match.Groups["name"].Value;
        if (until.Count < MostKept)
        {
            // Which navigation led to another table is not said; its columns are left out by their name alone.
            until[(match.Groups["table"].Value == Contact ? Contact : "", name)] = clock.GetElapsedTime(0) + KeptFor;
        }

        watch.Unknown(name);
        return name;
    }

    private bool Has(string table, string name) => until.TryGetValue((table, name), out var end) && clock.GetElapsedTime(0) < end;

    [GeneratedRegex("Could not find a property named '(?<name>[A-Za-z0-9_]{1,128})' on type 'Microsoft.Dynamics.CRM.(?<table>[A-Za-z0-9_]{1,128})'", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Message();
}
