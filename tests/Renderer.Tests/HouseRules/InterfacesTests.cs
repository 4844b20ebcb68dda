using System.Text.RegularExpressions;
using Xunit;

namespace Renderer.Tests.HouseRules;

/// <summary>An interface needs two real implementations; with one it is that class, or a delegate.</summary>
public sealed partial class InterfacesTests
{
    /// <summary>Interfaces with fewer, each with its reason.</summary>
    private static readonly Dictionary<string, string> Ports = new()
    {
        ["ISealing"] = "a port: Links makes it for its siblings, which may not know Links",
        ["IOwnKeys"] = "a port: Links makes it, the ledger keeps what it seals",
        ["IClaims"] = "a port: Profiles makes it over Redis, the ledger over SQL, siblings of each other",
        ["IGrants"] = "a port: the ledger makes it, Profiles keeps refresh tokens in it",
        ["IEspApi"] = "the face of every ESP's API: SendGrid's is the first",
        ["ICrmConnection"] = "the face of every kind of CRM: HubSpot's is the first",
    };

    [Fact]
    public void Interfaces_have_two_implementations_or_a_reason()
    {
        var sources = Tree.Sources.Where(file => file.StartsWith("src/", StringComparison.Ordinal)).Select(Tree.Read).ToArray();
        Faults.None(Lonely(sources).Except(Ports.Keys).Select(face =>
            $"{face} has fewer than two implementations: use the class itself or a delegate, or list it here with a reason"));
    }

    [Fact]
    public void The_rule_counts_bases_and_not_what_is_only_taken() => Assert.Equal(
        ["ILone"],
        Lonely(
        [
            "internal interface ILone\n{\n}\ninternal interface IPair { }",
            "internal sealed class A(ILone lone, Func<IPair> pair) : Dictionary<string, IPair>, IPair, IDisposable;",
            "internal sealed record B(int X)\n    : IPair where T : ILone\n{\n}",
            "internal sealed class C<T>(ILone lone) : ILone { }",
            "[Get(\"/x\")] internal interface IClient { [Refit.Get(\"/y\")] Task X(); }",
        ]));

    /// <summary>Interfaces with fewer than two types that name them among their bases; Refit's are implemented by its generator.</summary>
    private static IEnumerable<string> Lonely(IReadOnlyList<string> sources)
    {
        var bases = sources.SelectMany(text => TypeHead().Matches(text)).Select(match => Bases(match.Value)).ToArray();
        return
            from text in sources
            from Match face in Interface().Matches(text)
            where !RefitCall().IsMatch(text)
            let name = face.Groups["name"].Value
            where bases.Count(list => Regex.IsMatch(list, $@"(?<![\w<,.] ?){name}\b")) < 2
            select name;
    }

    /// <summary>What stands between a type's colon and its body, parameters and constraints left out.</summary>
    private static string Bases(string head)
    {
        string before;
        do
        {
            before = head;
            head = Innermost().Replace(head, "");
        }
        while (head != before);
        var colon = head.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : head[(colon + 1)..].Split(" where ")[0].Replace(", ", "; ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\b(?:class|struct|record)\s+[A-Z]\w*[^{;]*")]
    private static partial Regex TypeHead();

    [GeneratedRegex(@"\binterface\s+(?<name>I[A-Z]\w*)")]
    private static partial Regex Interface();

    [GeneratedRegex(@"\[(?:Refit\.)?(?:Get|Post|Put|Patch|Delete|Head)\(")]
    private static partial Regex RefitCall();

    [GeneratedRegex(@"\([^()]*\)|<[^<>]*>")]
    private static partial Regex Innermost();
}
