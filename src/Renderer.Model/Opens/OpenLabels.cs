namespace Renderer.Model;

/// <summary>The one spelling of the closed sets of open time.</summary>
public static class OpenLabels
{
    /// <summary>The word for what was asked for.</summary>
    public static string Label(this OpenKind kind) => kind switch
    {
        OpenKind.Pixel => "pixel",
        OpenKind.Image => "image",
        OpenKind.Click => "click",
        OpenKind.Web => "web",
        OpenKind.AmpView => "amp_view",
        OpenKind.AmpAction => "amp_action",
        OpenKind.Delivered => "delivered",
        OpenKind.EspOpen => "esp_open",
        OpenKind.EspClick => "esp_click",
        OpenKind.Bounced => "bounced",
        OpenKind.Rejected => "rejected",
        OpenKind.Complained => "complained",
        _ => "unsubscribed",
    };

    /// <summary>Whether it is what became of the mail, and not what somebody did: recorded of the message without being asked about tracking.</summary>
    public static bool IsOfMail(this OpenKind kind) =>
        kind is OpenKind.Delivered or OpenKind.Bounced or OpenKind.Rejected or OpenKind.Complained or OpenKind.Unsubscribed;

    /// <summary>The word for who asked.</summary>
    public static string Label(this OpenClass asker) => asker switch
    {
        OpenClass.Person => "person",
        OpenClass.Proxy => "proxy",
        OpenClass.Prefetch => "prefetch",
        _ => "scanner",
    };

    /// <summary>The word for a policy, as templates say it.</summary>
    public static string Label(this DecisionPolicy policy) => policy switch
    {
        DecisionPolicy.FreezeAtSend => "freeze_at_send",
        DecisionPolicy.FreezeAtFirstOpen => "freeze_at_first_open",
        DecisionPolicy.UntilClick => "until_click",
        _ => "always",
    };
}
