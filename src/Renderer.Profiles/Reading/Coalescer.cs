using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Renderer.Model;
using Renderer.Profiles.Crm;
using Renderer.Profiles.Crm.Protection;

namespace Renderer.Profiles.Reading;

/// <summary>Makes one bulk read of single reads that come at the same time. A person who comes alone leaves alone, at once; while calls are under
/// way others are waited for, for a few milliseconds, or as long as no call is let through anyway.</summary>
internal sealed class Coalescer(TimeProvider clock)
{
    private readonly ConditionalWeakTable<ICrmConnection, ConcurrentDictionary<string, Lane>> lanes = [];

    /// <summary>Reads one person, together with whoever else is wanted then.</summary>
    /// <param name="connection">Of whom.</param>
    /// <param name="want">Who.</param>
    /// <param name="terms">For what; a patience bounds the wait for others and for the gate.</param>
    public async ValueTask<CrmAnswer> ReadAsync(ICrmConnection connection, Want want, CallTerms terms)
    {
        if (connection.Trouble != Reason.None || connection.BatchSize <= 1 || connection.Settings.Coalesce <= TimeSpan.Zero)
        {
            var (goes, pass) = await EnterAsync(connection, terms, want.Budget);
            using (pass)
            {
                if (!goes)
                {
                    return new CrmAnswer(null, Reason.CrmLimited);
                }

                await want.LeavingAsync();
                return await (terms with { Pass = pass }).AskAsync(
                    () => connection.ReadAsync(want.Person, want.Reads, want.Budget, CancellationToken.None));
            }
        }

        return await LaneOf(connection, want.Person.Kind).ReadAsync(want, terms);
    }

    /// <summary>Asks for somebody when there is room, who could not be asked for in time.</summary>
    public void PutOff(ICrmConnection connection, Identifier person, Func<Want?> make)
    {
        if (connection.BatchSize > 1)
        {
            LaneOf(connection, person.Kind).PutOff(person, make);
        }
    }

    /// <summary>Reads many people of one kind in one call, let through as one.</summary>
    public static async ValueTask<IReadOnlyList<CrmAnswer>> ReadManyAsync(
        ICrmConnection connection, IReadOnlyList<Identifier> people, ReadSet reads, Budget budget, CallTerms terms, Func<Task> leaving)
    {
        var (goes, pass) = await EnterAsync(connection, terms, budget);
        using (pass)
        {
            if (!goes)
            {
                return [.. people.Select(_ => new CrmAnswer(null, Reason.CrmLimited))];
            }

            await leaving();
            return await (terms with { Pass = pass }).AskAsync(() => connection.ReadManyAsync(people, reads, budget, CancellationToken.None));
        }
    }

    /// <summary>Waits for leave to go, where there is a gate. What is known to fail is answered without: it need not wait for that.</summary>
    internal static async ValueTask<(bool Goes, Pass? Pass)> EnterAsync(
        ICrmConnection connection, CallTerms terms, Budget budget, CancellationToken cancellationToken = default)
    {
        if (connection is not GatedConnection { Gate: var gate } || connection.Trouble != Reason.None)
        {
            return (true, null);
        }

        if (terms.Pass is { } had)
        {
            return (true, had);
        }

        var pass = await gate.EnterAsync(terms, budget, takesPlace: true, cancellationToken);
        return (pass is not null, pass);
    }

    private Lane LaneOf(ICrmConnection connection, string kind) =>
        lanes.GetValue(connection, static _ => new()).GetOrAdd(kind, _ => new Lane(connection, clock));
}
