using System.CommandLine;
using System.Globalization;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;
using Renderer.Server.Hosting;

namespace Renderer.Server.Cli;

/// <summary><c>keys new|list|revoke &lt;workspace&gt;</c>: who may call.</summary>
internal static class KeysCommand
{
    public static Command Make() => new("keys", "Make, list and revoke keys.") { New(), List(), Revoke() };

    private static Command New()
    {
        var workspace = Workspace();
        var role = new Option<string>("--role") { Description = $"Roles, separated by commas: {Roles.Words}.", DefaultValueFactory = _ => "send" };
        var template = new Option<string[]>("--template") { Description = "A template that the key names, for role pull; may be given again.", AllowMultipleArgumentsPerToken = true };
        var until = new Option<string?>("--until") { Description = "When it ends: a date such as 2027-01-31." };
        var label = new Option<string>("--label") { Description = "What lists and the audit call it.", DefaultValueFactory = _ => string.Empty };
        var ifNone = new Option<bool>("--if-none") { Description = "Make one only where the workspace has none in use." };
        var ses = new Option<bool>("--ses") { Description = "Make an access key pair for the SDKs of AWS, which sign for SES instead of sending a key." };
        var command = new Command("new", "Make a key; it is shown once.") { workspace, role, template, until, label, ifNone, ses };
        command.SetAction(parsed => LedgerCommand.RunAsync(async rooms =>
        {
            var name = WorkspaceArgument.Read(parsed.GetValue(workspace));
            if (!Roles.TryParse(parsed.GetValue(role), out var roles))
            {
                throw new StartupFault($"--role takes: {Roles.Words}.");
            }

            var templates = (parsed.GetValue(template) ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToArray();
            if (roles.HasFlag(Role.Pull) && templates.Length == 0)
            {
                throw new StartupFault("A key with role pull names its templates: --template welcome. It stands in URLs, so it opens no more than that.");
            }

            var keys = rooms.GetRequiredService<AccessKeys>();
            var signs = parsed.GetValue(ses);
            if (parsed.GetValue(ifNone) && (await keys.ListAsync(name)).Any(key => key.Revoked is null && key.Signs == signs))
            {
                await Console.Out.WriteLineAsync("There is a key already; its text was shown when it was made.");
                return 0;
            }

            if (signs)
            {
                await PairAsync(rooms, await keys.NewSigningAsync(name, roles, templates, parsed.GetValue(label)!, Until(parsed.GetValue(until)), "command line"));
                return 0;
            }

            var made = await keys.NewAsync(name, roles, templates, parsed.GetValue(label)!, Until(parsed.GetValue(until)), "command line");
            await Console.Out.WriteLineAsync(made.Text);
            await Console.Error.WriteLineAsync($"Key {made.Key.Id} of workspace {name} ({roles.Label()}). It is shown this once; keep it like a password.");
            return 0;
        }));
        return command;
    }

    private static async Task PairAsync(IServiceProvider rooms, AccessKey key)
    {
        var pair = new AccessPairs(rooms.GetRequiredService<KeyRing>()).Make(key.Id);
        await Console.Out.WriteLineAsync($"AWS_ACCESS_KEY_ID={pair.AccessKeyId}\nAWS_SECRET_ACCESS_KEY={pair.Secret}");
        await Console.Error.WriteLineAsync(
            $"Key {key.Id} of workspace {key.Workspace} ({key.Roles.Label()}): for the SDKs of AWS, with /esp/<connection> of this server as their endpoint. The secret is shown this once; keep it like a password.");
    }

    private static Command List()
    {
        var workspace = Workspace();
        var command = new Command("list", "List the keys, never their text.") { workspace };
        command.SetAction(parsed => LedgerCommand.RunAsync(async rooms =>
        {
            foreach (var key in await rooms.GetRequiredService<AccessKeys>().ListAsync(WorkspaceArgument.Read(parsed.GetValue(workspace))))
            {
                var state = key.Revoked is { } revoked ? $"revoked {revoked:yyyy-MM-dd}" : key.Until is { } end ? $"until {end:yyyy-MM-dd}" : "in use";
                await Console.Out.WriteLineAsync($"{key.Id}  {key.Created:yyyy-MM-dd}  {state,-18}  {key.Roles.Label(),-20}  {(key.Signs ? "ses  " : string.Empty)}{string.Join(',', key.Templates)}  {key.Label}".TrimEnd());
            }

            return 0;
        }));
        return command;
    }

    private static Command Revoke()
    {
        var workspace = Workspace();
        var id = new Argument<string>("id") { Description = "The key's id, as 'keys list' shows it." };
        var command = new Command("revoke", "Revoke a key; running nodes refuse it within a second.") { workspace, id };
        command.SetAction(parsed => LedgerCommand.RunAsync(async rooms =>
        {
            var done = await rooms.GetRequiredService<AccessKeys>().RevokeAsync(WorkspaceArgument.Read(parsed.GetValue(workspace)), parsed.GetValue(id)!, "command line");
            await Console.Out.WriteLineAsync(done ? "Revoked." : "No key in use has that id; 'keys list' shows them.");
            return done ? 0 : 1;
        }));
        return command;
    }

    private static Argument<string> Workspace() => new("workspace") { Description = "The workspace, such as default." };

    private static DateTimeOffset? Until(string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end
        : throw new StartupFault("--until takes a date such as 2027-01-31.");
}
