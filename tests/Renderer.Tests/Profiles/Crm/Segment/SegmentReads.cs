using Renderer.Model;

namespace Renderer.Tests.Profiles.Crm.Segment;

/// <summary>Settings and answers of the tests.</summary>
internal static class SegmentReads
{
    public const string NotFound = """{"error":{"code":"not_found","message":"Profile was not found."}}""";

    public static ConnectionSettings Settings(ScriptedHost host, bool lowercase = false) => new()
    {
        Name = "crm",
        Type = "segment",
        BaseUrl = host.Url,
        AccessToken = new Secret("token"),
        HookSecret = new Secret("sharedsecret"),
        AttemptTimeout = TimeSpan.FromSeconds(20), // a busy machine is no fault
        Lookups = new Dictionary<string, string> { ["device"] = "anonymous_id" },
        Kind = new SegmentSettings { Space = "lg8283283", LowercaseIds = lowercase },
    };

    public static string Traits(string traits, string? next = null) =>
        $$$"""{"traits":{ {{{traits}}} },"cursor":{"url":"/v1/x","has_more":{{{(next is null ? "false" : "true")}}},"next":"{{{next}}}","limit":200}}""";

    public static string Ids(params (string Type, string Id)[] ids) =>
        $$"""{"data":[{{string.Join(',', ids.Select(one => $$"""{"collection":"users","type":"{{one.Type}}","id":"{{one.Id}}","encoding":"none"}"""))}}],"cursor":{"has_more":false,"next":""} }""";
}
