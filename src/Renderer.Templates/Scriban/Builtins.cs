using System.Collections.Frozen;
using Scriban.Functions;
using Scriban.Runtime;

namespace Renderer.Templates.Scriban;

/// <summary>What templates can call: Scriban's safe builtins and our functions. One read-only set for all; nothing in it keeps state.</summary>
internal static class Builtins
{
    // Not available: they evaluate text as code, or reach for files.
    private static readonly string[] Removed = ["eval", "eval_template"];

    private static readonly string[] RemovedAtRoot = ["include", "include_join"];

    /// <summary>All by name.</summary>
    public static readonly ScriptObject Root = Build();

    /// <summary>Scriban's modules: <c>string</c>, <c>array</c>, …, to their members.</summary>
    public static readonly FrozenDictionary<string, FrozenSet<string>> Modules = Root
        .Where(m => m.Value is ScriptObject)
        .ToFrozenDictionary(m => m.Key, m => ((ScriptObject)m.Value!).GetMembers().Concat(m.Key == "date" ? ["now", "utc_now"] : []).ToFrozenSet());

    /// <summary>Functions and values that stand alone.</summary>
    public static readonly FrozenSet<string> Names = Root.Select(m => m.Key).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A function by its name with its module's, "string.upcase"; null when there is none.</summary>
    public static IScriptCustomFunction? Find(string name)
    {
        var parts = name.Split('.');
        return Root.TryGetValue(null, default, parts[0], out var root)
            ? (parts.Length == 1 ? root : (root as ScriptObject)?[parts[1]]) as IScriptCustomFunction
            : null;
    }

    /// <summary>Whether a member was taken out for safety.</summary>
    public static bool IsRemoved(string module, string member) => module == "object" && Removed.Contains(member);

    /// <summary>A <c>date</c> for one evaluation, which may set its format.</summary>
    public static DateTimeFunctions DateAt(DateTime now, DateTime utcNow)
    {
        var date = (DateTimeFunctions)((DateTimeFunctions)Root["date"]!).Clone(deep: false);
        date.IsReadOnly = false;
        date.SetValue("now", now, readOnly: true);
        date.SetValue("utc_now", utcNow, readOnly: true);
        return date;
    }

    private static BuiltinFunctions Build()
    {
        var root = new BuiltinFunctions();
        foreach (var name in RemovedAtRoot)
        {
            root.Remove(name);
        }

        foreach (var name in Removed)
        {
            ((ScriptObject)root["object"]!).Remove(name);
        }

        // The undecided clock.
        ((ScriptObject)root["date"]!).Remove("now");
        ((ScriptObject)root["date"]!).Remove("utc_now");

        var html = (ScriptObject)root["html"]!;
        html.SetValue("escape", MailFunctions.HtmlEscape, readOnly: true);
        html.SetValue("newline_to_br", MailFunctions.NewlineToBr, readOnly: true);
        foreach (var function in MailFunctions.All)
        {
            root.SetValue(function.Name, function, readOnly: true);
        }

        foreach (var (_, member) in root)
        {
            if (member is ScriptObject module)
            {
                module.IsReadOnly = true;
            }
        }

        root.IsReadOnly = true;
        return root;
    }
}
