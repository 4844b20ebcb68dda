using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Renderer.Images;
using Renderer.Messages.Library;
using Renderer.Messages.Opens;
using Renderer.Model;
using Renderer.Profiles;
using Renderer.Server.Access;

namespace Renderer.Server.Hosting;

/// <summary>The first mail must not wait inside its budget for tokens, connections and code that has never run: all of it is tried once before.</summary>
internal sealed class WarmUp(TemplateLibrary library, ProfileReader profiles, PictureMaker maker, PictureDesk pictures, IServer server, OwnKey key, TimeProvider clock)
{
    /// <summary>A CRM that is slow or dead at the start costs the start no more than this.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Nobody: no CRM gives out this id.</summary>
    private static readonly Identifier Nobody = Identifier.Id("0");

    /// <summary>An ESP's test address, that nobody has: its mail is the template's first sample, and nothing is asked or kept for it.</summary>
    private const string Proof = "__test_email__";

    /// <summary>Asks each CRM for nobody, this node for a proof of a template, as an ESP would, and for a picture that is nobody's; what fails is as cold as before.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var reads = library.Workspaces
            .Where(files => files.Settings.Connections.Count > 0)
            .Select(files => profiles.ReadAsync(files.Name, Nobody, files.Reads, Budget.Start(clock, Limit), cancellationToken).AsTask());
        await Task.WhenAll([.. reads, AskOwnDoorAsync(cancellationToken), DrawAsync(cancellationToken)]);
    }

    /// <summary>The first mail that is opened waits in 200 ms for all that its picture needs.</summary>
    private async Task DrawAsync(CancellationToken cancellationToken)
    {
        if (library.Workspaces.Any(files => files.Templates.Values.Any(template => template.Slots.Count > 0)))
        {
            // Fonts and formats, also those that the first slots do not need.
            Task drawing = Task.Run(maker.WarmUp, cancellationToken);
            await drawing.WaitAsync(Limit, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var files in library.Workspaces)
        {
            var slots = library.Names(files.Name)
                .Select(name => library.Find(files.Name, name, null).Template)
                .SelectMany(template => template?.Slots.Select(slot => (Template: template.Name, Slot: slot.Name)) ?? []);
            foreach (var (template, slot) in slots.Take(1))
            {
                var facts = new LinkFacts
                {
                    Workspace = files.Name, MadeAt = Instant.From(clock.GetUtcNow()), Template = LinkName.Of(template), Slot = LinkName.Of(slot),
                };
                await pictures.ShowAsync(new OpenOrder { Facts = facts, Budget = Budget.Start(clock, Limit), IsHead = true }, cancellationToken);
            }
        }
    }

    private async Task AskOwnDoorAsync(CancellationToken cancellationToken)
    {
        if (library.Workspaces.FirstOrDefault(files => files.Templates.Count > 0) is not { } files || Door() is not { } door)
        {
            return;
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = door, Timeout = Limit };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Open(files.Name));
        try
        {
            var template = library.Names(files.Name)[0];
            foreach (var format in (string[])["&format=json", ""])
            {
                using var answer = await http.GetAsync($"/v1/render/{template}?email={Proof}{format}", cancellationToken);
                await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
        }
        finally
        {
            key.Close();
        }
    }

    /// <summary>Where this node itself reaches itself; null where it listens with TLS alone, whose name we do not know. A host's name may lead elsewhere, and stands for every address anyway.</summary>
    private Uri? Door() => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Where(address => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        .Select(address => BindingAddress.Parse(address))
        .Where(address => !address.IsUnixPipe && !address.IsNamedPipe)
        .Select(address => new UriBuilder("http", Host(address.Host), address.Port).Uri)
        .FirstOrDefault();

    private static string Host(string bound) =>
        bound == "localhost" || (IPAddress.TryParse(bound, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)) ? bound : "127.0.0.1";
}
