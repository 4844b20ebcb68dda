using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

/// <summary>
/// Loaded into a node by <c>DOTNET_STARTUP_HOOKS</c> (hence no namespace): its app gets a clock that is <c>SOAK_SKEW</c> seconds ahead. A library
/// that shifts the whole process's clock is no way: .NET's waits then end at once, or never.
/// </summary>
/// <remarks>https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md</remarks>
internal static class StartupHook
{
    /// <summary>The variable that says by how many seconds.</summary>
    public const string Variable = "SOAK_SKEW";

    public static void Initialize()
    {
        var skew = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable(Variable) ?? "0", CultureInfo.InvariantCulture));
        DiagnosticListener.AllListeners.Subscribe(new Each<DiagnosticListener>(listener =>
        {
            if (listener.Name == "Microsoft.Extensions.Hosting")
            {
                listener.Subscribe(new Each<KeyValuePair<string, object?>>(said =>
                {
                    if (said is { Key: "HostBuilding", Value: IHostBuilder builder })
                    {
                        builder.ConfigureServices((_, services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new Skewed(skew))));
                    }
                }));
            }
        }));
    }

    private sealed class Skewed(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }

    private sealed class Each<T>(Action<T> hear) : IObserver<T>
    {
        public void OnNext(T value) => hear(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
