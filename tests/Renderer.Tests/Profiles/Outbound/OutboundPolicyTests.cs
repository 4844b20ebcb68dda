using System.Net;
using Renderer.Profiles.Outbound;
using Xunit;

namespace Renderer.Tests.Profiles.Outbound;

public sealed class OutboundPolicyTests
{
    private static readonly Uri Https = new("https://crm.example");
    private static readonly Uri Http = new("http://crm.example");

    public static TheoryData<string> Forbidden =>
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1", "127.8.8.8",
        "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1",
        "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::2", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fe80::1", "fe80::1%2",
        "febf::1", "fec0::1", "ff02::1", "2606:4700::1%2",
    ];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void An_address_that_is_nobodys_on_the_internet_is_never_called(string address)
    {
        Assert.False(new OutboundPolicy(allowLoopback: false).Admits(Https, IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void A_public_address_is_called_with_TLS_only(string address)
    {
        Assert.True(new OutboundPolicy(allowLoopback: false).Admits(Https, IPAddress.Parse(address)));
        Assert.False(new OutboundPolicy(allowLoopback: true).Admits(Http, IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.255.0.9", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    public void Development_opens_this_machine_and_nothing_else(string address, bool open)
    {
        var policy = new OutboundPolicy(allowLoopback: true);

        Assert.Equal(open, policy.Admits(Http, IPAddress.Parse(address)));
        Assert.Equal(open, policy.Admits(Https, IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("64:ff9b::10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    [InlineData("192.168.7.7", true)]
    [InlineData("192.168.7.8", false)]
    [InlineData("fd12:3456::9", true)]
    [InlineData("fd13::1", false)]
    [InlineData("127.0.0.1", false)]
    public void An_operator_opens_networks_and_addresses_one_by_one(string address, bool open)
    {
        var policy = new OutboundPolicy(allowLoopback: false, ["10.1.0.0/16", "192.168.7.7", "fd12:3456::/32"]);

        Assert.Equal(open, policy.Admits(Http, IPAddress.Parse(address)));
    }

    [Fact]
    public void An_opened_host_may_be_private_but_never_link_local()
    {
        var policy = new OutboundPolicy(allowLoopback: false, ["sandbox"]);

        Assert.True(policy.Admits(new Uri("http://SANDBOX:5081"), IPAddress.Parse("172.18.0.3")));
        Assert.False(policy.Admits(new Uri("http://sandbox:5081"), IPAddress.Parse("169.254.169.254")));
        Assert.False(policy.Admits(new Uri("http://sandbox.example:5081"), IPAddress.Parse("172.18.0.3")));
        Assert.False(new OutboundPolicy(false, ["0.0.0.0/0", "::/0"]).Admits(Http, IPAddress.Parse("169.254.169.254")));
        Assert.False(new OutboundPolicy(false, ["0.0.0.0/0", "::/0"]).Admits(Http, IPAddress.Parse("fe80::1")));
    }

    [Theory]
    [InlineData("https://api.hubapi.com", null)]
    [InlineData("https://api.hubapi.com:8443/base", null)]
    [InlineData("http://api.hubapi.com", "https://")]
    [InlineData("http://localhost:5081", "https://")]
    [InlineData("ftp://api.hubapi.com", "https://")]
    [InlineData("file:///etc/passwd", "https://")]
    [InlineData("https://me:pass1@api.hubapi.com", "user name")]
    [InlineData("https://api.hubapi.com/?key=pass1", "query")]
    [InlineData("https://api.hubapi.com/#x", "query")]
    [InlineData("https://api.hubapi.com:22", "port")]
    [InlineData("https://127.0.0.1", "may not be called")]
    [InlineData("https://0x7f.1", "may not be called")]
    [InlineData("https://2130706433", "may not be called")]
    [InlineData("https://[::ffff:10.0.0.1]", "may not be called")]
    [InlineData("https://[fe80::1%25eth0]", "may not be called")]
    [InlineData("https://169.254.169.254/latest", "may not be called")]
    [InlineData("/relative", "absolute")]
    public void A_configured_url_is_judged_before_anything_is_resolved(string url, string? fault)
    {
        var found = new OutboundPolicy(allowLoopback: false).FaultOf(new Uri(url, UriKind.RelativeOrAbsolute));

        if (fault is null)
        {
            Assert.Null(found);
        }
        else
        {
            Assert.Contains(fault, found, StringComparison.Ordinal);
            Assert.DoesNotContain("pass1", found, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://localhost:5081")]
    [InlineData("http://127.0.0.1:5081")]
    [InlineData("http://[::1]:80")]
    public void In_development_this_machine_needs_no_TLS(string url)
    {
        Assert.Null(new OutboundPolicy(allowLoopback: true).FaultOf(new Uri(url)));
    }

    [Theory]
    [InlineData("10.0.0.0/99")]
    [InlineData("not a host")]
    [InlineData("")]
    public void An_entry_that_opens_nothing_is_said_at_start(string entry)
    {
        Assert.Contains($"'{entry}'", Assert.Throws<FormatException>(() => new OutboundPolicy(false, [entry])).Message, StringComparison.Ordinal);
    }
}
