using System.Text.RegularExpressions;

namespace Renderer.Sandbox.Salesforce;

/// <summary>What a path speaks of.</summary>
/// <param name="Version">The API's version.</param>
/// <param name="Object">The object.</param>
/// <param name="Last">What stands last: an id, or a value; empty where nothing does.</param>
internal sealed partial record Target(string Version, SObject Object, string Last)
{
    /// <summary>Reads the path; null where it names a version or an object that there is not.</summary>
    public static Target? Of(HttpContext context)
    {
        var route = context.Request.RouteValues;
        return VersionOf(context) is { } version && SObject.Find((string?)route["sobject"]) is { } sobject
            ? new Target(version, sobject, (string?)route["id"] ?? (string?)route["value"] ?? "")
            : null;
    }

    /// <summary>The version in the path; null where there is no such one.</summary>
    public static string? VersionOf(HttpContext context) =>
        context.Request.RouteValues["version"] is string text && Form().Match(text) is { Success: true } match ? match.Groups["number"].Value : null;

    [GeneratedRegex(@"^v(?<number>(4[2-9]|5[0-9]|6[0-6])\.0)$")]
    private static partial Regex Form();
}
