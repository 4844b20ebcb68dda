namespace Renderer.Model;

/// <summary>The opaque names of a person: the one spelling under which erasures, decisions and cache entries know them.</summary>
public static class PersonNames
{
    private const string Purpose = "person";

    /// <summary>The name under the newest key: what is written.</summary>
    public static string Opaque(ISealing sealing, WorkspaceName workspace, Identifier person) =>
        sealing.Opaque(Purpose, Spell(workspace, person));

    /// <summary>The names under every listed key, newest first: what look-ups try.</summary>
    public static IReadOnlyList<string> OpaqueEach(ISealing sealing, WorkspaceName workspace, Identifier person) =>
        sealing.OpaqueEach(Purpose, Spell(workspace, person));

    private static string Spell(WorkspaceName workspace, Identifier person) => $"{workspace}\n{person.Kind}\n{person.Value}";
}
