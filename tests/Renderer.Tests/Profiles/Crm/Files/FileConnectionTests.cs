using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Files;
using Renderer.Tests.Infrastructure;
using Renderer.Tests.Profiles.Crm.Hooks;
using Renderer.Tests.Templates;
using Xunit;

namespace Renderer.Tests.Profiles.Crm.Files;

/// <summary>People of a file that somebody edits.</summary>
public sealed class FileConnectionTests : IAsyncLifetime
{
    private const string Csv = "id,email,first_name,points,city\n1,Ann@x.example,Ann,12.5,Graz\n2,bob@x.example,Bob,,\"Wien, 1. Bezirk\"\n3,,Cid,7,Linz\n";

    private readonly Workbench bench = new();
    private readonly LinesLogger log = new();
    private readonly ConcurrentQueue<IReadOnlyList<CrmChange>?> told = new();
    private ICrmConnection? connection;
    private bool deaf;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        bench.Dispose();
    }

    [Theory]
    [InlineData(Csv, "csv", "")]
    [InlineData("\uFEFF" + Csv, "csv", "")]
    [InlineData("id;email;first_name;points;city\r\n1;ann@x.example;Ann;12.5;Graz\r\n2;bob@x.example;Bob;;\"Wien, 1. Bezirk\"\r\n3;;Cid;7;Linz", "csv", "delimiter: ;")]
    [InlineData("{\"id\":1,\"email\":\"ann@x.example\",\"first_name\":\"Ann\",\"points\":12.5,\"city\":\"Graz\"}\r\n\n{\"id\":\"2\",\"email\":\"bob@x.example\",\"first_name\":\"Bob\",\"city\":\"Wien, 1. Bezirk\"}\n{\"id\":3,\"first_name\":\"Cid\",\"points\":7,\"city\":\"Linz\"}", "ndjson", "")]
    public async Task People_are_read_by_id_and_email(string text, string format, string lines)
    {
        await StartAsync($"people.{format}", text, lines);

        Assert.Equal("""{"city":"Graz","first_name":"Ann","points":12.5}""", (await ReadAsync(Identifier.Id("1"))).Text());
        var bob = await ReadAsync(Identifier.Email("BOB@x.example"));
        Assert.Equal(("2", """{"city":"Wien, 1. Bezirk","first_name":"Bob","points":null}"""), (bob.Person!.Id, bob.Text()));
        Assert.Equal([Identifier.Email("bob@x.example")], bob.Person.Identifiers);
        Assert.Empty((await ReadAsync(Identifier.Id("3"))).Person!.Identifiers);
        Assert.Equal(Reason.ProfileMissing, (await ReadAsync(Identifier.Id("4"))).Reason);
        Assert.Equal(Reason.ProfileMissing, (await ReadAsync(Identifier.Email(""))).Reason);
    }

    [Fact]
    public async Task Bad_rows_are_counted_with_their_lines_and_cost_no_other()
    {
        var text = "id,email,first_name,points,city\n1,a@x.example,Ann,1,Graz\n2,too,few\n,no@x.example,id,1,x\n1,twice@x.example,Ann,1,x\n3,\"two\nlines\",Cid,1,x\n4,a\"b,Dan,1,x\n5,e@x.example,Eve,1,x\n6,never closed,\"Fay,1,x\n7,g@x.example,Gil,1,x\n";
        await StartAsync("people.csv", text);

        Assert.Equal(["1", "3", "5", "7"], (await connection!.ListAsync(new(ReadSet.None), Ample(), default)).People.Select(person => person.Id));
        Assert.Contains(log.Lines, line => line.Contains("5 rows", StringComparison.Ordinal) && line.Contains("lines 3, 4, 5, 8, 10", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("x.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_edit_is_told_of_those_whose_rows_changed_and_of_nobody_else()
    {
        await StartAsync("people.csv", Csv);
        await Eventually.TrueAsync(() => told.Count == 1); // a fresh file: what others hold may be older
        told.Clear();

        bench.Write("people.csv", Csv.Replace("Bob,", "Rob,", StringComparison.Ordinal).Replace("3,,Cid", "3,cid@x.example,Cid", StringComparison.Ordinal) + "4,dan@x.example,Dan,1,Graz\n");

        await Eventually.TrueAsync(() => told.Count == 1);
        Assert.Equal(
            ["id:2 Changed first_name", "id:3 Changed email now cid@x.example", "id:4 Created * now dan@x.example"],
            told.Single()!.Select(StandardWebhookTests.Say));
        Assert.Equal("Rob", (await ReadAsync(Identifier.Id("2"))).Value("first_name"));
        told.Clear();

        bench.Write("people.csv", Csv.Replace("2,bob@x.example,Bob,,\"Wien, 1. Bezirk\"\n", "", StringComparison.Ordinal));

        await Eventually.TrueAsync(() => told.Count == 1);
        Assert.Equal(["id:3 Changed email", "id:2 Deleted *", "id:4 Deleted *"], told.Single()!.Select(StandardWebhookTests.Say));
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_again()
    {
        await StartAsync("people.csv", Csv);
        await Eventually.TrueAsync(() => told.Count == 1);
        deaf = true;
        bench.Write("people.csv", Csv.Replace("Bob", "Rob", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => told.Count >= 3);
        bench.Write("people.csv", Csv.Replace("Bob", "Rob", StringComparison.Ordinal).Replace("Ann,", "Anna,", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => told.Last()?.Count == 2);
        deaf = false;
        var before = told.Count;
        await Eventually.TrueAsync(() => told.Count == before + 1);

        Assert.Equal(["id:2 Changed first_name", "id:1 Changed first_name"], told.Last()!.Select(StandardWebhookTests.Say));
        await Task.Delay(500);
        Assert.Equal(before + 1, told.Count);
    }

    [Fact]
    public async Task A_file_that_goes_or_turns_bad_leaves_its_last_good_state()
    {
        await StartAsync("people.csv", Csv);

        bench.Write("people.csv", "name,mail\nAnn,ann@x.example\n");
        await Eventually.TrueAsync(() => log.Lines.Any(line => line.Contains("its first row must name each column once", StringComparison.Ordinal)));
        Assert.Equal("Ann", (await ReadAsync(Identifier.Id("1"))).Value("first_name"));

        bench.Delete("people.csv");
        await Eventually.TrueAsync(() => log.Lines.Any(line => line.Contains("is not there", StringComparison.Ordinal)));
        Assert.Equal("Ann", (await ReadAsync(Identifier.Id("1"))).Value("first_name"));
        Assert.Equal(Reason.None, connection!.Trouble);
    }

    [Fact]
    public async Task Without_a_file_nobody_can_be_read_until_there_is_one()
    {
        await StartAsync("people.csv", null);

        Assert.Equal(Reason.CrmError, (await ReadAsync(Identifier.Id("1"))).Reason);
        Assert.Equal(Reason.CrmError, connection!.Trouble);

        bench.Write("people.csv", Csv);
        await Eventually.TrueAsync(() => connection.Trouble == Reason.None);
        Assert.Equal("Ann", (await ReadAsync(Identifier.Id("1"))).Value("first_name"));
    }

    [Theory]
    [InlineData("default", null, Reason.ProfileMissing)]
    [InlineData("fail", null, Reason.CrmError)]
    [InlineData("newest", "2", Reason.None)]
    public async Task Two_rows_with_one_address(string how, string? id, Reason reason)
    {
        await StartAsync("people.csv", "id,email\n1,a@x.example\n2,A@x.example\n", $"on_ambiguous: {how}");

        var answer = await ReadAsync(Identifier.Email("a@x.example"));

        Assert.Equal((id, reason), (answer.Person?.Id, answer.Reason));
    }

    [Fact]
    public async Task Lookups_lists_and_a_description()
    {
        await StartAsync("people.csv", Csv, "lookups: {place: city}");

        Assert.Equal("1", (await ReadAsync(new Identifier("place", "graz"))).Person?.Id);
        Assert.Equal(["id", "email", "first_name", "points", "city"], (await connection!.DescribeAsync(Ample(), default)).Attributes.Select(one => one.Name));
        Assert.Equal(3, (await connection.ListAsync(new(ReadSet.None, ChangedSince: TimeProvider.System.GetUtcNow().AddHours(-1)), Ample(), default)).People.Count);
        Assert.Empty((await connection.ListAsync(new(ReadSet.None, ChangedSince: TimeProvider.System.GetUtcNow().AddHours(1)), Ample(), default)).People);
        Assert.False(connection.ReadHook(new HookDelivery("POST", "", new Microsoft.AspNetCore.Http.HeaderDictionary(), "{}"u8.ToArray())).Genuine);
    }

    [Fact]
    public async Task More_than_a_page_is_listed_once_each()
    {
        await StartAsync("people.ndjson", string.Concat(Enumerable.Range(1, 2500).Select(n => $"{{\"id\":{n}}}\n")));

        Assert.Equal(2500, (await Rest.RestConnecting.AllAsync(connection!)).Select(person => person.Id).Distinct().Count());
    }

    [Fact]
    public void A_million_people_are_read_in_seconds_and_take_few_bytes_beside_the_file()
    {
        var text = new StringBuilder("id,email,first_name,last_name,tier,points,city,note\n");
        for (var n = 0; n < 1_000_000; n++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{n},person{n}@people.example,First{n % 997},Last{n % 991},gold,{n % 1000},Graz,\"a note, with a comma\"\n");
        }

        var data = Encoding.UTF8.GetBytes(text.ToString());
        var file = new FileSettings("people.csv", FileFormat.Csv);
        var began = TimeProvider.System.GetTimestamp();
        var load = FileLoad.Of(file, new Dictionary<string, string>(), data);
        var took = TimeProvider.System.GetElapsedTime(began);

        Assert.Equal((1_000_000, 0), (load.People!.Count, load.Bad));
        Assert.InRange(load.People.IndexBytes / 1_000_000, 1, 64);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30)); // a busy machine is no fault; 2 s on a quiet one
        Assert.Equal("First8", load.People.Read(load.People.Find(Identifier.Email("person999999@people.example")).Single()).Text("first_name"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{took.TotalSeconds:F2} s, {load.People.IndexBytes / 1_000_000} bytes a person beside {data.Length / 1_000_000}");
    }

    private async Task StartAsync(string name, string? text, string lines = "")
    {
        if (text is not null)
        {
            bench.Write(name, text);
        }

        bench.Write("workspace.yaml", $"connections:\n  people:\n    type: file\n    path: {name}\n    attributes: {{points: {{type: number}}}}\n    {lines}\n");
        var workspace = bench.Load();
        Assert.Empty(workspace.Diagnostics);
        var made = CrmConnections.Create(
            WorkspaceName.Default, workspace.Settings.Connections[0], Connecting.Loopback, TimeProvider.System, log,
            tell: changes =>
            {
                told.Enqueue(changes);
                return Task.FromResult(!deaf);
            });
        connection = made.Connection!;
        await Task.Delay(50);
    }

    private ValueTask<CrmAnswer> ReadAsync(Identifier person) => connection!.ReadAsync(person, ["first_name", "points", "city"]);

    private static Budget Ample() => Budget.Start(TimeProvider.System, TimeSpan.FromSeconds(20));
}
