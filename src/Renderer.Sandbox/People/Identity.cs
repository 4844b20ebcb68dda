using System.Globalization;

namespace Renderer.Sandbox.People;

/// <summary>Who a person is and where.</summary>
internal static class Identity
{
    private const string Domain = "@people.example";

    public static string Email(Seed seed) => seed.Id + Domain;

    /// <summary>The seed whose e-mail address that is; the address is compared without regard to case.</summary>
    public static Seed? FromEmail(string email, int generated)
    {
        var local = email.AsSpan();
        if (!local.EndsWith(Domain, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return Seed.Parse(local[..^Domain.Length].ToString().ToLowerInvariant(), generated);
    }

    /// <summary>Eight digits: 1 and the number for p0001, 2 and the number for g0000001.</summary>
    public static string CustomerNumber(Seed seed) => $"{(seed.Kind == 'p' ? 1 : 2)}{seed.Number:D7}";

    public static Seed? FromCustomerNumber(string text, int generated)
    {
        if (text.Length < 8 || !int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var seed = new Seed(text[0] == '1' ? 'p' : 'g', number);
        return seed.Exists(generated) && CustomerNumber(seed) == text ? seed : null;
    }

    /// <summary>A generated person's first name starts with the id, so that an answer shows whose it is: "Gen0000042 Zoë".</summary>
    public static string? FirstName(Seed seed)
    {
        var culture = Culture.Of(seed);
        if (seed.Kind == 'g')
        {
            return $"Gen{seed.Number:D7} {culture.First[seed.Pick(Draw.FirstName, culture.First.Length)]}";
        }

        return seed.Chance(Draw.FirstName, 3) ? null : culture.First[Culture.Rank(seed) % culture.First.Length];
    }

    // The step makes first and last name together distinct within a culture's 144 pairs.
    public static string LastName(Seed seed)
    {
        var culture = Culture.Of(seed);
        var rank = Culture.Rank(seed);
        return culture.Last[(rank + (rank / culture.First.Length)) % culture.Last.Length];
    }

    public static string? City(Seed seed) =>
        seed.Chance(Draw.City, 10) ? null : Culture.Of(seed).Cities[seed.Pick(Draw.City, 4, 1)];

    public static string Country(Seed seed) => Culture.Of(seed).Country;

    public static string Language(Seed seed) => Culture.Of(seed).Language;

    public static string Locale(Seed seed) => Culture.Of(seed).Locale;

    public static string? Zone(Seed seed) => seed.Chance(Draw.Zone, 8) ? null : Culture.Of(seed).Zone;

    public static string Currency(Seed seed) => Culture.Of(seed).Currency;

    public static string? Store(Seed seed) =>
        seed.Chance(Draw.Store, 25) ? null : $"Maple & Moss {Culture.Of(seed).Cities[seed.Pick(Draw.City, 4, 1)]}";

    public static string? Website(Seed seed) => seed.Chance(Draw.Website, 60) ? null : $"https://people.example/~{seed.Id}";

    public static string? Bio(Seed seed) =>
        seed.Chance(Draw.Bio, 70) ? null : $"<p>Lives near <b>{Culture.Of(seed).Cities[0]}</b> &amp; likes it.</p>";
}
