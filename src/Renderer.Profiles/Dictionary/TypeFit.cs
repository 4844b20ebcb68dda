using Renderer.Model;
using Renderer.Profiles.Crm;

namespace Renderer.Profiles.Dictionary;

/// <summary>Whether an attribute's type fits what the CRM keeps.</summary>
internal static class TypeFit
{
    private enum Fit
    {
        Good,

        /// <summary>The CRM says more than we do.</summary>
        Unsaid,

        /// <summary>The CRM keeps text, so that anything may stand there.</summary>
        Loose,

        /// <summary>Shown as the CRM writes it, which is not how people read it.</summary>
        Raw,

        /// <summary>The CRM keeps fractions too.</summary>
        Fraction,

        /// <summary>No value will be of this type.</summary>
        Wrong,
    }

    public static void Check(string connection, string name, AttributeMapping mapping, CrmAttribute described, Report report)
    {
        if (described.Type is not { } theirs)
        {
            report.Error("type_unreadable", connection, name, $"the CRM's property '{mapping.Property}' holds what no mail can show; remove the attribute.");
            return;
        }

        var (ours, kept) = (mapping.Type?.Label(), theirs.Label());
        switch (Of(mapping.Type, theirs))
        {
            case Fit.Unsaid:
                report.Info("type_unsaid", connection, name, $"the CRM says that it is {kept}; write 'type: {kept}' to have it formatted and checked.");
                break;
            case Fit.Loose:
                report.Warning("type_loose", connection, name, $"the CRM keeps it as text, so that anything may stand there; give it a 'default' for what is no {ours}, or change its type at the CRM.");
                break;
            case Fit.Raw:
                report.Warning("type_raw", connection, name, $"the CRM says that it is {kept}, and 'type: {ours}' shows it as it is stored there; write 'type: {kept}'.");
                break;
            case Fit.Fraction:
                report.Warning("type_fraction", connection, name, $"the CRM keeps fractions, and a value that has one is no {ours}; write 'type: number', or keep whole ones there.");
                break;
            case Fit.Wrong:
                report.Error("type_differs", connection, name, $"the CRM says that it is {kept}, not {ours}; write 'type: {kept}'.");
                break;
        }
    }

    private static Fit Of(AttributeType? ours, AttributeType theirs) => (ours, theirs) switch
    {
        (null, AttributeType.Text or AttributeType.RichText or AttributeType.Email or AttributeType.Url or AttributeType.Json) => Fit.Good,
        (null, _) => Fit.Unsaid,
        var (mine, its) when mine == its => Fit.Good,
        (AttributeType.Text or AttributeType.RichText, AttributeType.Text or AttributeType.RichText or AttributeType.Email or AttributeType.Url) => Fit.Good,
        (AttributeType.Text or AttributeType.RichText, AttributeType.Number or AttributeType.Integer or AttributeType.Money or AttributeType.Date or AttributeType.Boolean) => Fit.Raw,
        (AttributeType.Integer, AttributeType.Number or AttributeType.Money) => Fit.Fraction,
        (AttributeType.Number or AttributeType.Money, AttributeType.Number or AttributeType.Integer or AttributeType.Money) => Fit.Good,
        (AttributeType.Email or AttributeType.Url or AttributeType.List or AttributeType.Json, AttributeType.Text or AttributeType.RichText) => Fit.Good,
        (AttributeType.Number or AttributeType.Integer or AttributeType.Money or AttributeType.Date or AttributeType.Boolean, AttributeType.Text) => Fit.Loose,
        _ => Fit.Wrong,
    };
}
