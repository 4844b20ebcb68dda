using Microsoft.Extensions.Time.Testing;
using Renderer.Model;
using Xunit;
using static Renderer.Tests.Profiles.Crm.Dataverse.DataverseReads;

namespace Renderer.Tests.Profiles.Crm.Dataverse;

/// <summary>Dataverse refuses a read whole for one column that it does not have; a slip of the pen must not cost everybody's data.</summary>
public sealed class UnknownColumnTests : IAsyncLifetime
{
    private static readonly string[] Known = ["contactid", "emailaddress1", "firstname", "fax"];

    private ScriptedHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ScriptedHost.StartAsync();
        host.Answer = (target, context) =>
        {
            var columns = target.Split("$select=")[1].Split('&')[0].Split(',');
            var unknown = Array.Find(columns, column => !Known.Contains(column));
            return unknown is not null ? RefuseAsync(unknown, "contact")
                : target.Contains("$expand=nowhere", StringComparison.Ordinal) ? RefuseAsync("nowhere", "contact")
                : target.Contains("fax)", StringComparison.Ordinal) ? RefuseAsync("fax", "account")
                : ScriptedHost.WriteAsync(context, 200, Row(Yvonne, "\"firstname\":\"Yvonne\",\"fax\":\"1\",\"parentcustomerid_account\":{\"name\":\"Fourth Coffee\"}"));

            Task RefuseAsync(string name, string table) => ScriptedHost.WriteAsync(
                context, 400, Error("0x80060888", $"Could not find a property named '{name}' on type 'Microsoft.Dynamics.CRM.{table}'."));
        };
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task It_is_left_out_from_then_on_and_the_rest_is_read()
    {
        using var logs = new LinesLogger();
        await using var connection = ScriptedHost.Connect(Settings(host), logs: logs);

        var first = await connection.ReadAsync(Identifier.Id(Yvonne), ["firstname", "tpyo", "slip"]);
        var second = await connection.ReadAsync(Identifier.Id(Yvonne), ["firstname", "tpyo"]);

        Assert.Equal("""{"firstname":"Yvonne","slip":null,"tpyo":null}""", first.Text());
        Assert.Equal("""{"firstname":"Yvonne","tpyo":null}""", second.Text());
        Assert.Equal(4, host.Calls.Count); // two to learn of them, one that holds, and the second read
        Assert.Equal(2, logs.Lines.Count(line => line.Contains("knows no attribute", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_is_asked_for_again_after_ten_minutes_because_it_may_have_been_added()
    {
        var clock = new FakeTimeProvider();
        await using var connection = ScriptedHost.Connect(Settings(host), clock);
        await connection.ReadAsync(Identifier.Id(Yvonne), ["firstname", "tpyo"]);
        var before = host.Calls.Count;

        clock.Advance(TimeSpan.FromMinutes(11));
        await connection.ReadAsync(Identifier.Id(Yvonne), ["firstname", "tpyo"]);

        Assert.Equal((2, 4), (before, host.Calls.Count));
    }

    [Fact]
    public async Task A_navigation_and_a_column_behind_it_are_left_out_likewise()
    {
        await using var connection = ScriptedHost.Connect(Settings(host) with
        {
            Attributes = new Dictionary<string, AttributeMapping>
            {
                ["company"] = new("parentcustomerid_account.name"), ["company_fax"] = new("parentcustomerid_account.fax"), ["lost"] = new("nowhere.name"),
            },
        });

        var answer = await connection.ReadAsync(Identifier.Id(Yvonne), ["company", "company_fax", "lost", "fax"]);

        Assert.Equal("""{"company":"Fourth Coffee","company_fax":null,"fax":"1","lost":null}""", answer.Text());
    }

    [Fact]
    public async Task What_cannot_be_a_columns_name_never_leaves()
    {
        await using var connection = ScriptedHost.Connect(Settings(host));

        var answer = await connection.ReadAsync(Identifier.Id(Yvonne), ["firstname", "a&$filter=x", "é", "a.b.c", "x@y"]);

        Assert.Equal("Yvonne", answer.Value("firstname"));
        Assert.EndsWith("?$select=contactid,emailaddress1,firstname", Assert.Single(host.Calls).Target, StringComparison.Ordinal);
    }
}
