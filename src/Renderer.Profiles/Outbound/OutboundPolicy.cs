using System.Net;

namespace Renderer.Profiles.Outbound;

/// <summary>Where configuration may send us: https to public addresses, and what the operator opens beside them.</summary>
public sealed class OutboundPolicy
{
    private readonly List<IPNetwork> networks = [];
    private readonly HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a policy.</summary>
    /// <param name="allowLoopback">This machine may be called, also without TLS. True in Development only.</param>
    /// <param name="allow">Private networks (CIDR, or a single address) and hosts (exact names) that may be called, also without TLS; a workspace cannot add to it.</param>
    /// <exception cref="FormatException">An entry is none of these.</exception>
    public OutboundPolicy(bool allowLoopback, IEnumerable<string>? allow = null)
    {
        AllowLoopback = allowLoopback;
        foreach (var entry in allow ?? [])
        {
            if (IPNetwork.TryParse(entry, out var network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(entry, out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else if (Uri.CheckHostName(entry) == UriHostNameType.Dns)
            {
                hosts.Add(entry);
            }
            else
            {
                throw new FormatException($"'{entry}' in Renderer:Outbound:Allow is neither a network (10.1.0.0/16), an address nor a host name.");
            }
        }
    }

    /// <summary>This machine may be called.</summary>
    public bool AllowLoopback { get; }

    /// <summary>Says what is wrong with a configured address before anything is resolved; null when nothing is.</summary>
    public string? FaultOf(Uri url) => url switch
    {
        { IsAbsoluteUri: false } => "is not an absolute URL",
        { Scheme: not ("https" or "http") } => "must start with https://",
        { UserInfo.Length: > 0 } => "must not carry a user name or password; use client_id and client_secret, or access_token",
        { Fragment.Length: > 0 } or { Query.Length: > 0 } => "must end with its path, without query and fragment",
        { HostNameType: UriHostNameType.IPv4 or UriHostNameType.IPv6 } when !Admits(url, IPAddress.Parse(url.IdnHost)) =>
            "leads to an address that may not be called; an operator can open private networks with Renderer:Outbound:Allow",
        { Scheme: "http" } when !MayBeOpened(url) => "must start with https://",
        { Port: not 443 and < 1024 } when !MayBeOpened(url) => "must use port 443, or one from 1024 on",
        _ => null,
    };

    /// <summary>A handler that calls admitted addresses only: it resolves once, connects to what it judged, follows no redirect and keeps no cookie.</summary>
    public SocketsHttpHandler CreateHandler() => new OutboundGuard(this, Dns.GetHostAddressesAsync).CreateHandler();

    /// <summary>Whether this address, to which the URL's host was resolved, may be connected to.</summary>
    internal bool Admits(Uri url, IPAddress address)
    {
        var target = AddressRules.Unwrap(address);
        return AddressRules.KindOf(target) switch
        {
            AddressKind.Public => (url.Scheme == Uri.UriSchemeHttps && (url.Port is 443 or >= 1024)) || Opened(url, target),
            AddressKind.Loopback => AllowLoopback || Opened(url, target),
            AddressKind.Private => Opened(url, target),
            _ => false,
        };
    }

    private bool MayBeOpened(Uri url) => AllowLoopback || networks.Count > 0 || hosts.Contains(url.IdnHost);

    private bool Opened(Uri url, IPAddress target) =>
        hosts.Contains(url.IdnHost) || networks.Exists(network => network.Contains(target));
}
