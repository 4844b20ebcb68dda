using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Renderer.Sandbox.People;

/// <summary>The properties that contacts have: a fixed list, and those that somebody wrote.</summary>
internal sealed partial class PropertyCatalogue
{
    public const string Id = "hs_object_id";
    public const string Email = "email";
    public const string CustomerNumber = "customer_number";
    public const string Created = "createdate";
    public const string Modified = "lastmodifieddate";

    private static readonly string[] Consent = ["true", "false"];

    private static readonly Property[] BuiltIn =
    [
        new(Id, "Record ID", "string", "text", seed => seed.Id) { ReadOnly = true },
        new(Email, "Email", "string", "text", Identity.Email) { Unique = true },
        new(CustomerNumber, "Customer number", "string", "text", Identity.CustomerNumber) { Unique = true },
        new("firstname", "First name", "string", "text", Identity.FirstName),
        new("lastname", "Last name", "string", "text", Identity.LastName),
        new("tier", "Tier", "enumeration", "select", Habits.Tier) { Options = Habits.Tiers },
        new("points", "Points", "number", "number", Habits.Points),
        new("birthday", "Birthday", "date", "date", Habits.Birthday),
        new("city", "City", "string", "text", Identity.City),
        new("country", "Country (ISO 3166)", "string", "text", Identity.Country),
        new("language", "Language (ISO 639)", "string", "text", Identity.Language),
        new("locale", "Locale (BCP 47)", "string", "text", Identity.Locale),
        new("time_zone", "Time zone (IANA)", "string", "text", Identity.Zone),
        new("currency", "Currency (ISO 4217)", "string", "text", Identity.Currency),
        new("order_count", "Orders", "number", "number", Shopping.OrderCount),
        new("orders", "Latest orders (JSON)", "string", "textarea", Shopping.Orders),
        new("last_order_date", "Last order", "date", "date", Shopping.LastOrderDate),
        new("last_order_total", "Last order, total", "number", "number", Shopping.LastOrderTotal),
        new("lifetime_value", "Lifetime value", "number", "number", Shopping.LifetimeValue),
        new("cart", "Cart (JSON)", "string", "textarea", Shopping.Cart),
        new("recommended", "Recommended products (JSON)", "string", "textarea", Shopping.Recommended),
        new("favourite_category", "Favourite category", "string", "text", Habits.FavouriteCategory),
        new("interests", "Interests", "enumeration", "checkbox", Habits.Interests) { Options = Product.Categories },
        new("store", "Store", "string", "text", Identity.Store),
        new("website", "Website", "string", "text", Identity.Website),
        new("bio", "About (rich text)", "string", "html", Identity.Bio),
        new("last_seen", "Last seen", "datetime", "date", Habits.LastSeen),
        new("signup_date", "Sign-up", "date", "date", Habits.SignupDate),
        new("marketing_consent", "Marketing consent", "bool", "booleancheckbox", Habits.Marketing) { Options = Consent },
        new("personalization_consent", "Personalization consent", "bool", "booleancheckbox", Habits.Personalization) { Options = Consent },
        new("profiling_consent", "Profiling consent", "bool", "booleancheckbox", Habits.Profiling) { Options = Consent },
        new(Created, "Create date", "datetime", "date", Habits.CreateDate) { ReadOnly = true },
        new(Modified, "Last modified", "datetime", "date", Habits.LastModified) { ReadOnly = true },
    ];

    private readonly ConcurrentDictionary<string, Property> properties = new(BuiltIn.Select(one => KeyValuePair.Create(one.Name, one)));

    /// <summary>All of them, in the order of their names.</summary>
    public IEnumerable<Property> All => properties.Values.OrderBy(one => one.Name, StringComparer.Ordinal);

    public Property? Find(string name) => properties.GetValueOrDefault(name);

    /// <summary>The property of that name, made where it is new; null where no property can be called so.</summary>
    public Property? FindOrMake(string name) =>
        Find(name) ?? (Name().IsMatch(name) && name != "id" ? properties.GetOrAdd(name, Property.Made) : null);

    [GeneratedRegex("^[a-z][a-z0-9_]{0,99}$")]
    private static partial Regex Name();
}
