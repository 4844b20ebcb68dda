using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Dictionary;

/// <summary>Holds a workspace's data dictionary against what its CRMs say of themselves, and against some of their people.</summary>
public sealed class DictionaryInspector
{
    // A person waits for it, and a CRM may describe a thousand properties.
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    private readonly Func<WorkspaceName, ConnectionSettings, ICrmConnection?> connect;
    private readonly TimeProvider time;

    internal DictionaryInspector(Func<WorkspaceName, ConnectionSettings, ICrmConnection?> connect, TimeProvider time) =>
        (this.connect, this.time) = (connect, time);

    /// <summary>Everything that is wrong, each at its place in the workspace's files. Never throws for what a CRM does.</summary>
    /// <param name="name">The workspace.</param>
    /// <param name="workspace">What its files say.</param>
    /// <param name="readers">What its templates read.</param>
    /// <param name="only">The one connection to ask; null: all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<IReadOnlyList<Diagnostic>> InspectAsync(
        WorkspaceName name, WorkspaceSettings workspace, IReadOnlyList<TemplateReads> readers, string? only, CancellationToken cancellationToken)
    {
        var report = new Report(workspace.Dictionary);
        ConnectionChecks.Check(workspace, report);
        var all = new List<Inspected>();
        foreach (var settings in workspace.Connections)
        {
            all.Add(only is null || settings.Name == only
                ? await AskAsync(name, settings, readers, report, cancellationToken)
                : new Inspected(settings, [], [], readers));
        }

        ReadChecks.Check(workspace, all, readers, report);
        return [.. report.Findings.OrderByDescending(finding => finding.Severity)];
    }

    private async Task<Inspected> AskAsync(
        WorkspaceName name, ConnectionSettings settings, IReadOnlyList<TemplateReads> readers, Report report, CancellationToken cancellationToken)
    {
        var nothing = new Inspected(settings, [], [], readers);
        if (connect(name, settings) is not { } crm)
        {
            report.Error("connection_unusable", settings.Name, "", "its settings make no connection, as 'check' and the log say; mend them first.");
            return nothing;
        }

        await using (crm)
        {
            var description = await crm.DescribeAsync(Budget.Start(time, Within), cancellationToken);
            if (description.Reason != Reason.None)
            {
                report.Error("description_unavailable", settings.Name, "", $"the CRM could not be asked for its properties ({description.Reason.Label()}); check its address and credentials, and that they may read properties.");
                return nothing;
            }

            var page = await crm.ListAsync(new CrmListing(ReadSet.Everything), Budget.Start(time, Within), cancellationToken);
            var one = new Inspected(settings, description.Attributes, page.People, readers);
            DescriptionChecks.Check(one, report);
            if (page.Reason == Reason.None)
            {
                SampleChecks.Check(one, report);
            }
            else
            {
                report.Warning("sample_unavailable", settings.Name, "", $"the CRM could not be asked for some people ({page.Reason.Label()}); how its values are is not known.");
            }

            return one;
        }
    }
}
