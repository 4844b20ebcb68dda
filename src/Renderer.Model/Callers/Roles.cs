namespace Renderer.Model;

/// <summary>The one spelling of <see cref="Role"/>: lower case, separated by commas.</summary>
public static class Roles
{
    private static readonly (Role Role, string Label)[] Known =
    [
        (Role.Pull, "pull"),
        (Role.Send, "send"),
        (Role.Events, "events"),
        (Role.Author, "author"),
        (Role.Publish, "publish"),
        (Role.Approve, "approve"),
        (Role.Operate, "operate"),
        (Role.Privacy, "privacy"),
    ];

    /// <summary>Every role.</summary>
    public static readonly Role All = Known.Aggregate(Role.None, (all, one) => all | one.Role);

    /// <summary>All words, separated by commas: what an error message offers.</summary>
    public static readonly string Words = All.Label();

    /// <summary>The words of the roles that are set, separated by commas; empty for none.</summary>
    public static string Label(this Role roles) =>
        string.Join(',', Known.Where(one => roles.HasFlag(one.Role)).Select(one => one.Label));

    /// <summary>Reads words separated by commas or spaces (a JWT's <c>scope</c>); false when one is unknown or there is none.</summary>
    public static bool TryParse(string? text, out Role roles)
    {
        roles = Role.None;
        foreach (var word in (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var role = Known.FirstOrDefault(one => one.Label == word).Role;
            if (role == Role.None)
            {
                roles = Role.None;
                return false;
            }

            roles |= role;
        }

        return roles != Role.None;
    }
}
