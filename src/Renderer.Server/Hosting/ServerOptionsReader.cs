using System.Globalization;
using System.Net;
using Renderer.Ledger;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Open.Classing;

namespace Renderer.Server.Hosting;

/// <summary>Reads and checks the configuration: every fault at once, each naming the setting and what to do.</summary>
internal static class ServerOptionsReader
{
    /// <summary>Reads the options.</summary>
    /// <exception cref="StartupFault">They cannot be used; the message names every fault.</exception>
    public static ServerOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection("Renderer");
        var faults = new List<string>();
        var development = environment.IsDevelopment();
        var home = Home.Find(environment.ContentRootPath);
        var state = section["State"] ?? Path.Combine(home, ".renderer");
        var options = new ServerOptions
        {
            Development = development,
            Production = environment.IsProduction(),
            Redis = Text(section["Redis"]),
            Ledger = Text(section["Ledger"]) ?? Path.Combine(state, "ledger.db"),
            Secrets = Text(section["Secrets"]) ?? Path.Combine(state, "secrets"),
            State = state,
            PublicUrl = (Text(section["PublicUrl"]) ?? Text(configuration["urls"]?.Split(';')[0]) ?? Listening.DefaultUrl).TrimEnd('/'),
            TrustedProxies = Networks(section["TrustedProxies"], faults),
            MemoryMb = Memory(section, faults),
            ManagementPort = ManagementPort(section, faults),
            NodeConcurrency = Whole(section, "Limits:Concurrency", 4000, 1, 1_000_000, faults),
            Clients = ClientRules.Load(Text(section["Open:Clients"]), faults),
            Workspaces = Workspaces(section.GetSection("Workspaces"), home, faults),
            OutboundAllow = List(section["Outbound:Allow"]),
            Drain = TimeSpan.FromSeconds(Whole(section, "DrainSeconds", development ? 0 : 2, 0, 3, faults)),
            StartSandbox = Flag(section, "Sandbox:Start", development, faults),
            SandboxUrl = (Text(section["Sandbox:Url"]) ?? "http://localhost:5081").TrimEnd('/'),
        };
        if (!Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            faults.Add("Renderer__PublicUrl must be an absolute URL such as https://r.example.com: the one that ESPs and CRMs call.");
        }

        if (!Uri.TryCreate(options.SandboxUrl, UriKind.Absolute, out var sandbox) || sandbox.Scheme is not ("http" or "https"))
        {
            faults.Add("Renderer__Sandbox__Url must be an absolute URL such as http://localhost:5081.");
        }

        faults.AddRange(new[] { LedgerOptions.FaultOf(options.Ledger), options.Redis is { } redis ? ProfilesOptions.FaultOfRedis(redis) : null }.OfType<string>());
        if (environment.IsProduction())
        {
            CheckProduction(options, section, faults);
        }

        StartupFault.ThrowIfAny(faults);
        return options;
    }

    private static void CheckProduction(ServerOptions options, IConfigurationSection section, List<string> faults)
    {
        if (!options.PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add("Renderer__PublicUrl must be https in Production: links and hooks carry people's data. Set it to the https URL of your proxy or load balancer.");
        }

        if (Text(section["Secrets"]) is null)
        {
            faults.Add("Renderer__Secrets must name a directory that outlives this machine and that all nodes share: links in delivered mails are opened for months. Make it once with: secrets init <directory>.");
        }

        if (options.Redis is not null && LedgerOptions.KindOf(options.Ledger) != LedgerKind.PostgreSql)
        {
            faults.Add("Renderer__Ledger must be a PostgreSQL connection string where Renderer__Redis is set: several nodes cannot share a SQLite file.");
        }
    }

    /// <summary>None at all makes sense where there is a Redis to read from.</summary>
    private static int Memory(IConfigurationSection section, List<string> faults) =>
        Text(section["Cache:MemoryMb"]) == "0" && Text(section["Redis"]) is not null ? 0 : Whole(section, "Cache:MemoryMb", 256, 16, 65_536, faults);

    /// <summary>The management port, of a node or a gateway; null: none of its own.</summary>
    public static int? ManagementPort(IConfigurationSection section, List<string> faults) =>
        section["Management:Port"] is { Length: > 0 } ? Whole(section, "Management:Port", 0, 1, 65_535, faults) : null;

    private static Dictionary<string, string> Workspaces(IConfigurationSection section, string home, List<string> faults)
    {
        var workspaces = new Dictionary<string, string> { ["default"] = Path.Combine(home, "templates") };
        foreach (var child in section.GetChildren())
        {
            if (!WorkspaceName.TryParse(child.Key, out _))
            {
                faults.Add("Renderer__Workspaces: a workspace's name is 1 to 64 of a-z, 0-9, '-' and '_'.");
            }
            else if (Text(child["Folder"]) is not { } folder)
            {
                faults.Add($"Renderer__Workspaces__{child.Key}__Folder must name the workspace's folder of templates.");
            }
            else
            {
                workspaces[child.Key] = Path.GetFullPath(folder, home);
            }
        }

        return workspaces;
    }

    private static List<IPNetwork> Networks(string? text, List<string> faults)
    {
        var networks = new List<IPNetwork>();
        foreach (var item in List(text))
        {
            var cidr = item.Contains('/', StringComparison.Ordinal) ? item : item + (item.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
            if (IPNetwork.TryParse(cidr, out var network))
            {
                networks.Add(network);
            }
            else
            {
                faults.Add("Renderer__TrustedProxies takes addresses and CIDR ranges, separated by commas: 10.0.0.5,10.1.0.0/16.");
            }
        }

        return networks;
    }

    private static int Whole(IConfigurationSection section, string name, int otherwise, int least, int most, List<string> faults)
    {
        if (Text(section[name]) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        faults.Add($"Renderer__{name.Replace(":", "__", StringComparison.Ordinal)} must be a whole number from {least} to {most}.");
        return otherwise;
    }

    private static bool Flag(IConfigurationSection section, string name, bool otherwise, List<string> faults)
    {
        if (Text(section[name]) is not { } text)
        {
            return otherwise;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        faults.Add($"Renderer__{name.Replace(":", "__", StringComparison.Ordinal)} must be true or false.");
        return otherwise;
    }

    private static string[] List(string? text) =>
        (text ?? string.Empty).Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
