using System.Text;
using Renderer.Model;

namespace Renderer.Profiles.Crm.Segment;

/// <summary>How Segment calls people: by external ids, each a type and a value.</summary>
internal sealed class SegmentNames(ConnectionSettings settings, SegmentSettings own)
{
    /// <summary>The type of a user's id, which is what we take for the person's.</summary>
    public const string UserId = "user_id";

    private const string Email = "email";

    /// <summary>The types that name people here, for one question about all of them.</summary>
    public string Types => string.Join(',', settings.Lookups.Values.Prepend(Email).Prepend(UserId).Distinct());

    /// <summary>The external id's type of an identifier's kind.</summary>
    public string TypeOf(string kind) => kind switch
    {
        Identifier.IdKind => UserId,
        Identifier.EmailKind => Email,
        var lookup => settings.Lookups.TryGetValue(lookup, out var type)
            ? type
            : throw new ArgumentException($"The connection has no lookup named '{lookup}'.", nameof(kind)),
    };

    /// <summary>The place of a person in an address: every sign of the value but letters, digits and -._~ encoded, or Segment answers 500.</summary>
    public string PathOf(Identifier person) => $"{TypeOf(person.Kind)}:{Uri.EscapeDataString(Spelled(person.Value))}";

    /// <summary>Whether Segment could know anybody by this name.</summary>
    public static bool CanBeNamed(Identifier person) => !string.IsNullOrWhiteSpace(person.Value) && !person.Value.Any(char.IsControl);

    /// <summary>A user's id as people are filed under it.</summary>
    public Identifier Person(string userId) => Identifier.Id(Spelled(userId));

    /// <summary>Every identifier that an external id is.</summary>
    public IEnumerable<Identifier> Of(string type, string value)
    {
        if (string.IsNullOrWhiteSpace(value) || Encoding.UTF8.GetByteCount(value) > Identifier.MaxBytes)
        {
            yield break;
        }

        if (type == UserId)
        {
            yield return Person(value);
        }

        if (type == Email)
        {
            yield return Identifier.Email(value);
        }

        foreach (var (lookup, _) in settings.Lookups.Where(pair => pair.Value == type))
        {
            yield return new Identifier(lookup, Spelled(value));
        }
    }

    private string Spelled(string value) => own.LowercaseIds ? value.ToLowerInvariant() : value;
}
