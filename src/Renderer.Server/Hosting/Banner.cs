using Renderer.Messages.Library;
using Renderer.Model;
using Renderer.Profiles;

namespace Renderer.Server.Hosting;

/// <summary>The few lines that a person sees at start: what runs, and a line that works when pasted.</summary>
internal static class Banner
{
    public static void Print(TextWriter output, string address, ServerOptions options, TemplateLibrary library, ProfilesHealth profiles)
    {
        var names = library.Names(WorkspaceName.Default);
        var template = names.Contains("welcome") ? "welcome" : names is [var first, ..] ? first : "welcome";
        output.WriteLine();
        output.WriteLine($"  Renderer   {address}   templates: {(names.Count == 0 ? "none yet" : string.Join(", ", names))}");
        if (options.StartSandbox)
        {
            output.WriteLine($"  Sandbox    {options.SandboxUrl}   a CRM with OAuth and 1,000 people, p0001 to p1000");
        }

        output.WriteLine($"  Redis      {Redis(profiles)}");
        output.WriteLine($"  Studio     {address}/studio   (not built yet)");
        output.WriteLine();
        output.WriteLine("  Try it:");
        output.WriteLine($"  curl -s {address}/v1/render/{template} -H 'Authorization: Bearer {(options.Development ? Access.DevelopmentKey.Value : "<key>")}' -H 'Content-Type: application/json' -d '{{\"recipient\":{{\"id\":\"p0001\"}}}}'");
        output.WriteLine();
    }

    private static string Redis(ProfilesHealth profiles) => profiles.Redis switch
    {
        RedisState.NotConfigured => "not configured: in memory, one node",
        RedisState.Connected => "connected",
        _ => "configured, but not connected: in memory until it is back",
    };
}
