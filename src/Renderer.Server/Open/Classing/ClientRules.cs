using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Renderer.Model;

namespace Renderer.Server.Open.Classing;

/// <summary>The rules of classing in the order in which they are tried: an operator's own, then those that come along.</summary>
internal static class ClientRules
{
    private const string Ours = "clients.json";
    private const int MostBytes = 1024 * 1024;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    /// <summary>The rules that come along.</summary>
    public static IReadOnlyList<ReadRule> Default { get; } = ReadOurs();

    /// <summary>The rules with those of an operator's file before them, less those that it leaves out.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="faults">What is wrong with it is added.</param>
    public static IReadOnlyList<ReadRule> Load(string? path, List<string> faults)
    {
        if (path is null)
        {
            return Default;
        }

        try
        {
            var bytes = new FileInfo(path) is { Exists: true, Length: <= MostBytes } ? File.ReadAllBytes(path) : null;
            if (bytes is null || JsonSerializer.Deserialize<ClientFile>(bytes, Format) is not { } file)
            {
                faults.Add($"Renderer__Open__Clients must name a file of rules, of at most {MostBytes / 1024} KB.");
                return Default;
            }

            var without = file.Without ?? [];
            faults.AddRange(without
                .Where(name => Default.All(rule => rule.Rule.Name != name))
                .Select(name => $"Renderer__Open__Clients: 'without' names '{name}', which is no rule that comes along."));
            return [.. Read(file.Rules ?? [], faults), .. Default.Where(rule => !without.Contains(rule.Rule.Name))];
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            faults.Add($"Renderer__Open__Clients cannot be read: {(fault is JsonException { LineNumber: { } line } ? $"at line {line + 1} it is no JSON, or says what no rule knows" : fault.Message)}.");
            return Default;
        }
    }

    private static List<ReadRule> ReadOurs()
    {
        using var stream = typeof(ClientRules).Assembly.GetManifestResourceStream(Ours)!;
        var faults = new List<string>();
        var rules = Read(JsonSerializer.Deserialize<ClientFile>(stream, Format)!.Rules!, faults);
        return faults.Count == 0 ? rules : throw new InvalidDataException(string.Join(Environment.NewLine, faults));
    }

    private static List<ReadRule> Read(IReadOnlyList<ClientRule> rules, List<string> faults)
    {
        var read = new List<ReadRule>();
        foreach (var (rule, index) in rules.Select((rule, index) => (rule, index)))
        {
            if (rule is null)
            {
                faults.Add($"Renderer__Open__Clients: rule {index + 1} is null.");
                continue;
            }

            void Fault(string what) => faults.Add($"Renderer__Open__Clients: rule {index + 1} ('{rule.Name}') {what}.");

            if (rule.Name.Length == 0 || rule.Source.Length == 0)
            {
                Fault("needs a 'name' and a 'source' that says where its clients are described");
            }

            OpenClass? told = Enum.GetValues<OpenClass>().Where(one => one.Label() == rule.Class).Select(one => (OpenClass?)one).FirstOrDefault();
            if (told is null)
            {
                Fault("needs a 'class': person, proxy, prefetch or scanner");
            }

            read.Add(new ReadRule(rule, told ?? OpenClass.Person)
            {
                Kinds = [.. rule.Kinds.Select(name => KindOf(name, Fault))],
                Pattern = PatternOf(rule.AgentPattern, Fault),
                Headers = [.. rule.Headers.Select(header => HeaderOf(header, Fault))],
                Networks = [.. rule.Networks.Select(network => NetworkOf(network, Fault))],
                Within = rule.WithinSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) : null,
            });
        }

        return read;
    }

    private static OpenKind KindOf(string name, Action<string> fault)
    {
        foreach (var kind in Enum.GetValues<OpenKind>())
        {
            if (kind.Label() == name)
            {
                return kind;
            }
        }

        fault("has a kind that there is not: image, pixel, click, web, amp_view, amp_action");
        return default;
    }

    private static Regex? PatternOf(string? pattern, Action<string> fault)
    {
        try
        {
            return pattern is null ? null : new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            fault("has an 'agent_pattern' that cannot be read, or that looks around or back");
            return null;
        }
    }

    private static (string Name, string Text) HeaderOf(string header, Action<string> fault)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
        {
            fault("has a header that is not written 'Name: text'");
            return ("", "");
        }

        return (header[..colon].Trim(), header[(colon + 1)..].Trim());
    }

    private static IPNetwork NetworkOf(string text, Action<string> fault)
    {
        var cidr = text.Contains('/', StringComparison.Ordinal) ? text : text + (text.Contains(':', StringComparison.Ordinal) ? "/128" : "/32");
        if (!IPNetwork.TryParse(cidr, out var network))
        {
            fault("has a network that is no address or CIDR range");
        }

        return network;
    }

    private sealed record ClientFile(IReadOnlyList<ClientRule>? Rules, IReadOnlyList<string>? Without);
}
