using System.Text;
using Renderer.Ledger;
using Renderer.Model;

namespace Renderer.Tests.Ledger;

/// <summary>Records and events as doors write them.</summary>
internal static class Recorded
{
    public static readonly WorkspaceName Workspace = WorkspaceName.Default;

    public static IReadOnlyList<string> Names(this LedgerRig rig, string person) => rig.NamesOf(Workspace, Identifier.Id(person));

    public static MessageKey KeyOf(this LedgerRig rig, string person, string message) =>
        MessageKey.Of(rig.Ring, Workspace, rig.Names(person), MessageNames.HashOf(message));

    public static void Record(this Node node, LedgerRig rig, string person, string message, string text, Instant? at = null)
    {
        var names = rig.Names(person);
        node.Store.Messages.Write(new MessageRecord
        {
            Workspace = Workspace,
            Person = names[0],
            Aliases = [.. names.Skip(1)],
            Message = MessageNames.Opaque(rig.Ring, names[0], MessageNames.HashOf(message)),
            At = at ?? Instant.From(rig.Clock.GetUtcNow()),
            Text = () => Encoding.UTF8.GetBytes(text),
        });
    }

    public static async Task<IReadOnlyList<string>> RecordsAsync(this Node node, LedgerRig rig, string person, string message) =>
        [.. (await node.Store.Messages.FindAsync(rig.KeyOf(person, message), default)).Select(found => Encoding.UTF8.GetString(found.Text))];

    public static OpenEvent Event(this LedgerRig rig, string? person, string message, OpenKind kind = OpenKind.Click, OpenClass asker = OpenClass.Person) => new()
    {
        Workspace = Workspace,
        At = Instant.From(rig.Clock.GetUtcNow()),
        Kind = kind,
        Class = asker,
        Person = person is null ? null : rig.Names(person)[0],
        Message = MessageNames.HashOf(message),
        Template = "welcome",
        Version = "0123456789abcdef01234567",
        Slot = "hero",
        Variant = "vip",
        Segment = "vip",
        Segments = ["vip", "berlin"],
    };

    public static Task GrantAsync(this Node node, LedgerRig rig, string person) =>
        node.Store.Consents.ChangeAsync(Workspace, rig.Names(person), _ => new(Consent.Granted, Consent.Granted, Consent.Unknown), "test");

    /// <summary>Rows of all days.</summary>
    public static async Task<long> RowsAsync(this LedgerRig rig, string kind)
    {
        var sum = 0L;
        await using var connection = await rig.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT day FROM day_table WHERE kind = '{kind}'";
        var days = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                days.Add(reader.GetValue(0).ToString()!);
            }
        }

        foreach (var day in days)
        {
            sum += await rig.CountAsync($"{kind}_{day}");
        }

        return sum;
    }
}
