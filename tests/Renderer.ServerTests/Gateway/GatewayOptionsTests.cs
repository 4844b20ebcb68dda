using Microsoft.Extensions.Configuration;
using Renderer.Server.Gateway;
using Xunit;

namespace Renderer.ServerTests.Gateway;

public sealed class GatewayOptionsTests
{
    [Theory]
    [InlineData("http://a:5080,http://b:5080")]
    [InlineData(" http://a:5080/ ; http://b:5080 ;")]
    public void Nodes_are_named_in_one_line(string line)
    {
        var (options, faults) = Read(("Nodes", line));
        Assert.Empty(faults);
        Assert.Equal(["http://a:5080/", "http://b:5080/"], options!.Nodes.Select(node => node.ToString()));
        Assert.Equal(TimeSpan.FromSeconds(1), options.ProbeInterval);
    }

    [Fact]
    public void Nodes_are_named_as_a_list()
    {
        var (options, _) = Read(("Nodes:0", "http://a:5080"), ("Nodes:1", "https://b"));
        Assert.Equal(["http://a:5080/", "https://b/"], options!.Nodes.Select(node => node.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" , ")]
    public void Without_nodes_a_process_is_no_gateway(string? line)
    {
        var (options, faults) = Read(("Nodes", line));
        Assert.Null(options);
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("a:5080")]
    [InlineData("localhost")]
    [InlineData("ftp://a")]
    [InlineData("http://a/base")]
    [InlineData("http://a?x=1")]
    [InlineData("http://user:secret@a")]
    [InlineData("http://a:99999")]
    [InlineData("http://a,http://a/")]
    public void What_is_no_address_of_a_node_is_a_fault_that_names_the_setting(string line)
    {
        var (options, faults) = Read(("Nodes", line));
        Assert.Null(options);
        Assert.StartsWith("Renderer:Gateway:Nodes: ", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_said_at_once()
    {
        var (options, faults) = Read(("Nodes", "nowhere"), ("ProbeInterval", "soon"), ("IdleTimeout", "00:00:00"), ("DrainLimit", "00:00:10"));
        Assert.Null(options);
        Assert.Equal(["Nodes", "ProbeInterval", "IdleTimeout"], faults.Select(fault => fault.Split(':')[2]));
    }

    [Fact]
    public void Times_are_read()
    {
        var (options, _) = Read(("Nodes", "http://a"), ("ProbeInterval", "00:00:00.5"), ("AnswerTimeout", "00:01:00"), ("DrainDelay", "0"));
        Assert.Equal(TimeSpan.FromMilliseconds(500), options!.ProbeInterval);
        Assert.Equal(TimeSpan.FromMinutes(1), options.AnswerTimeout);
        Assert.Equal(TimeSpan.Zero, options.DrainDelay);
    }

    private static (GatewayOptions? Options, List<string> Faults) Read(params (string Name, string? Value)[] settings)
    {
        var faults = new List<string>();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create("Renderer:Gateway:" + setting.Name, setting.Value))).Build();
        return (GatewayOptions.Read(configuration, faults), faults);
    }
}
