namespace Renderer.Server.Hosting;

/// <summary>What <c>${env:NAME}</c> in a workspace's file means: the environment and user secrets, and in Development the sandbox's own.</summary>
internal sealed class Variables(IConfiguration configuration, ServerOptions options)
{
    public string? Find(string name) => configuration[name] ?? (options.Development ? Sandbox(name) : null);

    private string? Sandbox(string name) => name switch
    {
        "SANDBOX_URL" => options.SandboxUrl,
        "SANDBOX_CLIENT_SECRET" => SandboxChild.ClientSecret,
        "SANDBOX_HOOK_SECRET" => SandboxChild.HookSecret,
        _ => null,
    };
}
