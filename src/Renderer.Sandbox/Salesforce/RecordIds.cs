namespace Renderer.Sandbox.Salesforce;

/// <summary>Ids in Salesforce's form: three characters for the object, twelve for the record, three that say which of them are capitals.</summary>
internal static class RecordIds
{
    /// <summary>The org.</summary>
    public static readonly string Organization = Whole("00DSB0000000001");

    private const int Short = 15;
    private const int Long = 18;
    private const string Middle = "SB"; // the server that an org lives on

    /// <summary>The id of a person's record, as of 003SB00000p0001 and a check; null for an id that does not go into one.</summary>
    public static string? Of(string prefix, string person) =>
        person.Length <= Short - prefix.Length - Middle.Length && person.All(char.IsAsciiLetterOrDigit) && person[0] != '0'
            ? Whole($"{prefix}{Middle}{person.PadLeft(Short - prefix.Length - Middle.Length, '0')}")
            : null;

    /// <summary>The person of a record's id, with or without its check; null where it is none of this object.</summary>
    public static string? PersonOf(string prefix, string id)
    {
        var isId = id.Length is Short or Long && id.StartsWith(prefix + Middle, StringComparison.Ordinal) && id.All(char.IsAsciiLetterOrDigit);
        return isId && (id.Length == Short || Whole(id[..Short]) == id) ? id[(prefix.Length + Middle.Length)..Short].TrimStart('0') : null;
    }

    private static string Whole(string id)
    {
        var check = id.Chunk(5).Select(five => "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[five.Select((sign, i) => char.IsAsciiLetterUpper(sign) ? 1 << i : 0).Sum()]);
        return id + string.Concat(check);
    }
}
