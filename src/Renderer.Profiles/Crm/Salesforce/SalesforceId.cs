namespace Renderer.Profiles.Crm.Salesforce;

/// <summary>Record ids: 15 characters where case matters, or 18 where the last three say which letters are capitals.</summary>
internal static class SalesforceId
{
    private const int Short = 15;
    private const int Long = 18;
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>Whether a text can be an id at all.</summary>
    public static bool IsId(string text) => text.Length is Short or Long && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>The id with its 18 characters, as Salesforce itself answers with it; what is no id of 15 is as it was.</summary>
    public static string Whole(string id)
    {
        if (id.Length != Short)
        {
            return id;
        }

        Span<char> check = stackalloc char[3];
        for (var block = 0; block < 3; block++)
        {
            var capitals = 0;
            for (var i = 0; i < 5; i++)
            {
                capitals |= char.IsAsciiLetterUpper(id[(block * 5) + i]) ? 1 << i : 0;
            }

            check[block] = Digits[capitals];
        }

        return string.Concat(id, check);
    }

    /// <summary>Whether both are the same record.</summary>
    public static bool Same(string a, string b) =>
        a.Length >= Short && b.Length >= Short && a.AsSpan(0, Short).SequenceEqual(b.AsSpan(0, Short));
}
