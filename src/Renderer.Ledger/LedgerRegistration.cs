using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Renderer.Model;

namespace Renderer.Ledger;

/// <summary>Adds the ledger to a host.</summary>
public static class LedgerRegistration
{
    /// <summary>
    /// Adds <see cref="LedgerStore"/> and each of its parts; it opens when the host starts, and closes with it.
    /// Needs <see cref="IOwnKeys"/>, <see cref="ISealing"/>, <see cref="ErasureBoard"/> and <see cref="TimeProvider"/>.
    /// </summary>
    /// <exception cref="ArgumentException">When it is first asked for: <see cref="LedgerOptions.Connection"/> cannot be read.</exception>
    public static IServiceCollection AddLedger(this IServiceCollection services, LedgerOptions options) => services
        .AddSingleton(provider => new LedgerStore(
            options with { Retention = provider.GetService<RetentionRules>() ?? options.Retention },
            provider.GetRequiredService<IOwnKeys>(),
            provider.GetRequiredService<ISealing>(),
            provider.GetRequiredService<ErasureBoard>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Keys)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Erasures)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Claims)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Messages)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Events)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().HookTokens)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Consents)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Audit)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Versions)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Slots)
        .AddSingleton(provider => provider.GetRequiredService<LedgerStore>().Deliveries)
        .AddSingleton<IGrants>(provider => provider.GetRequiredService<LedgerStore>().Grants)
        .AddHostedService<LedgerStart>();

    private sealed class LedgerStart(LedgerStore store) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => store.StartAsync();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
