namespace Renderer.Model;

/// <summary>The name under which the ledger knows a message to a person: it says nothing of either, and is found from a link, which carries both as hashes.</summary>
public static class MessageNames
{
    private const string Purpose = "message";

    /// <summary>60 bits: a person has few messages, and a name is looked up within one person's alone.</summary>
    private const int Letters = 12;

    /// <summary>The first 64 bits of the SHA-256 of a message's id, as links carry it; never 0.</summary>
    public static ulong HashOf(string messageId) => LinkName.Of(messageId).Hash;

    /// <summary>The name under the newest key: what is written.</summary>
    /// <param name="sealing">Makes opaque names.</param>
    /// <param name="person">The person's opaque name.</param>
    /// <param name="message">The hash of the message's id.</param>
    public static long Opaque(ISealing sealing, string person, ulong message) => Number(sealing.Opaque(Purpose, Spell(person, message)));

    /// <summary>The names under every listed key: what look-ups try.</summary>
    public static IEnumerable<long> OpaqueEach(ISealing sealing, string person, ulong message) =>
        sealing.OpaqueEach(Purpose, Spell(person, message)).Select(Number);

    private static string Spell(string person, ulong message) => $"{person}\n{message:x16}";

    private static long Number(string name)
    {
        var number = 0L;
        foreach (var letter in name.AsSpan(0, Letters))
        {
            number = (number << 5) | (uint)(letter >= 'a' ? letter - 'a' : letter - '2' + 26);
        }

        return number;
    }
}
