using System.Net;
using System.Net.Sockets;

namespace Renderer.Profiles.Outbound;

/// <summary>What an IP address stands for, as far as calling it goes.</summary>
internal enum AddressKind
{
    /// <summary>Anyone's, on the internet.</summary>
    Public,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>A private network: an operator may open it.</summary>
    Private,

    /// <summary>Never a server: link-local and metadata, multicast, reserved, documentation, or a disguise of another address.</summary>
    Never,
}

/// <summary>Sorts addresses by the special-purpose registries of IANA (RFC 6890 and its updates).</summary>
internal static class AddressRules
{
    private static readonly (IPNetwork Network, AddressKind Kind)[] V4 = Table(
        ("0.0.0.0/8", AddressKind.Never),
        ("10.0.0.0/8", AddressKind.Private),
        ("100.64.0.0/10", AddressKind.Private),
        ("127.0.0.0/8", AddressKind.Loopback),
        ("168.63.129.16/32", AddressKind.Never), // Azure's host, which answers for the machine's identity
        ("169.254.0.0/16", AddressKind.Never),
        ("172.16.0.0/12", AddressKind.Private),
        ("192.0.0.0/24", AddressKind.Never),
        ("192.0.2.0/24", AddressKind.Never),
        ("192.88.99.0/24", AddressKind.Never),
        ("192.168.0.0/16", AddressKind.Private),
        ("198.18.0.0/15", AddressKind.Never),
        ("198.51.100.0/24", AddressKind.Never),
        ("203.0.113.0/24", AddressKind.Never),
        ("224.0.0.0/3", AddressKind.Never)); // multicast, reserved, broadcast

    private static readonly (IPNetwork Network, AddressKind Kind)[] V6 = Table(
        ("::1/128", AddressKind.Loopback),
        ("fd00:ec2::/32", AddressKind.Never), // AWS metadata
        ("fc00::/7", AddressKind.Private),
        ("2001::/23", AddressKind.Never), // IETF protocols, Teredo
        ("2001:db8::/32", AddressKind.Never),
        ("2002::/16", AddressKind.Never), // 6to4
        ("3fff::/20", AddressKind.Never),
        ("2000::/3", AddressKind.Public),
        ("::/0", AddressKind.Never));

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>The kind of an unwrapped address.</summary>
    public static AddressKind KindOf(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
        {
            return AddressKind.Never;
        }

        var table = address.AddressFamily switch
        {
            AddressFamily.InterNetwork => V4,
            AddressFamily.InterNetworkV6 => V6,
            _ => [],
        };
        foreach (var (network, kind) in table)
        {
            if (network.Contains(address))
            {
                return kind;
            }
        }

        return address.AddressFamily == AddressFamily.InterNetwork ? AddressKind.Public : AddressKind.Never;
    }

    /// <summary>The IPv4 address that an IPv6 address stands for (mapped, or NAT64 of RFC 6052); else the address itself.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && Nat64.Contains(address)
            ? new IPAddress(address.GetAddressBytes().AsSpan(12))
            : address;
    }

    private static (IPNetwork Network, AddressKind Kind)[] Table(params (string Cidr, AddressKind Kind)[] rows) =>
        [.. rows.Select(row => (IPNetwork.Parse(row.Cidr), row.Kind))];
}
