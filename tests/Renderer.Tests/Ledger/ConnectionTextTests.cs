using Renderer.Ledger;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("ledger.db", false)]
    [InlineData("/var/lib/renderer/ledger.db", false)]
    [InlineData("Data Source=ledger.db", false)]
    [InlineData("Data Source=ledger.db;Password=host", false)]
    [InlineData("Host=db;Database=renderer", true)]
    [InlineData("Server=db;Database=renderer", true)]
    [InlineData("Database=renderer; host = db", true)]
    [InlineData("postgres://db/renderer", true)]
    [InlineData("postgresql://db/renderer", true)]
    public void The_text_tells_the_database(string text, bool postgres) => Assert.Equal(postgres, ConnectionText.IsPostgres(text));

    [Fact]
    public void A_url_is_read_whole()
    {
        var settings = ConnectionText.Postgres("postgres://ann:p%40ss%3Aw%2Frd@db.example:6432/ledger?sslmode=verify-full&Pooling=false");

        Assert.Equal("db.example", settings.Host);
        Assert.Equal(6432, settings.Port);
        Assert.Equal("ledger", settings.Database);
        Assert.Equal("ann", settings.Username);
        Assert.Equal("p@ss:w/rd", settings.Password);
        Assert.Equal(Npgsql.SslMode.VerifyFull, settings.SslMode);
        Assert.False(settings.Pooling);
    }

    [Fact]
    public void A_url_without_port_and_login_takes_the_defaults()
    {
        var settings = ConnectionText.Postgres("postgresql://db/ledger");

        Assert.Equal((5432, null), (settings.Port, settings.Username));
    }

    [Fact]
    public void A_path_becomes_absolute() => Assert.Equal(Path.GetFullPath("a/b.db"), ConnectionText.Sqlite("a/b.db").DataSource);

    [Theory]
    [InlineData("Host=db;Password=hunter2;Port=many")]
    [InlineData("Host=db;Password=hunter2;Colour=red")]
    [InlineData("postgres://ann:hunter2@db/ledger?colour=red")]
    [InlineData("postgres://ann:hunter2@:99999999/")]
    public void What_cannot_be_read_says_what_can_and_does_not_quote_the_password(string text)
    {
        var fault = Assert.Throws<ArgumentException>(() => ConnectionText.Postgres(text));

        Assert.Contains("Renderer__Ledger", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":memory:")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=")]
    [InlineData("Data Source=a.db;Colour=red")]
    public void A_ledger_needs_a_file(string text) =>
        Assert.Contains("Renderer__Ledger", Assert.Throws<ArgumentException>(() => ConnectionText.Sqlite(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_print_nothing_of_the_connection() =>
        Assert.DoesNotContain("hunter2", new LedgerOptions { Connection = "Host=db;Password=hunter2" }.ToString(), StringComparison.Ordinal);
}
