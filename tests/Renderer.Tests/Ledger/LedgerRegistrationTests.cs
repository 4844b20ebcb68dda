using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Renderer.Ledger;
using Renderer.Links;
using Renderer.Model;
using Renderer.Tests.Infrastructure;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class LedgerRegistrationTests
{
    [Fact]
    public async Task A_host_opens_the_ledger_when_it_starts_and_closes_it_with_everything_written()
    {
        using var folder = new TempFolder();
        using var ring = KeyRing.Open(folder.File("keys"), TimeProvider.System, create: true);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IOwnKeys>(ring)
            .AddSingleton<ISealing>(ring)
            .AddSingleton(new ErasureBoard((_, person) => [ring.Opaque("person", person.Value)]))
            .AddLedger(new LedgerOptions { Connection = folder.File("ledger.db"), WriteEvery = TimeSpan.FromMinutes(1) });

        var claim = new Claim(WorkspaceName.Default, ["k"], "p", TimeSpan.FromDays(7));
        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<LedgerClaims>().ClaimAsync(claim, [1], default);
        Assert.True(host.Services.GetRequiredService<LedgerStore>().Health.Reachable);
        Assert.True(host.Services.GetRequiredService<ErasureBoard>().KnownUntil > Instant.Never);
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();

        await using var again = await LedgerStore.OpenAsync(
            new LedgerOptions { Connection = folder.File("ledger.db"), FindWithin = TimeSpan.FromSeconds(10) },
            ring, ring, new ErasureBoard((_, _) => []), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        Assert.Equal([1], (await again.Claims.FindAsync(claim, default))!);
    }
}
