using Renderer.Model;
using Renderer.Profiles.Cache;
using Renderer.Profiles.Marks;
using Renderer.Profiles.Reading;
using Xunit;

namespace Renderer.Tests.Profiles.Reading;

/// <summary>The table of freshness: seconds on a time line on which the fetch began at 1000.</summary>
public sealed class JudgeTests
{
    private const int Begun = 1000;

    private static readonly Policy Policy = new(
        FreshFor: TimeSpan.FromSeconds(300),
        StaleFor: TimeSpan.FromSeconds(9000),
        MissingFor: TimeSpan.FromSeconds(10),
        Settle: TimeSpan.FromSeconds(5),
        Shape: 7);

    private static readonly Evidence Calm = new(
        MarkSum.None, MarksWhole: true, Connected: true, Generation: 1, Horizon: Instant.Never, ErasedAt: Instant.Never, ErasuresKnown: true, ErasuresLate: false, At(1000));

    private static readonly Question ById = new(Identifier.Id("p1"), ["id"], new ReadSet(["n"]), ReadSet.None);
    private static readonly Question ByMail = new(Identifier.Email("a@b.example"), ["mail"], new ReadSet(["n"]), new ReadSet(["email"]));

    [Theory]
    [InlineData(1000, "Fresh")]
    [InlineData(1300, "Fresh")]
    [InlineData(1300.1, "Stale Expired")]
    [InlineData(10000, "Stale Expired")]
    [InlineData(10000.1, "Old")]
    [InlineData(998, "Fresh")]
    [InlineData(997.9, "Stale Unverified")]
    public void By_age(double now, string verdict) => Is(verdict, Calm with { Now = At(now) });

    [Theory]
    [InlineData("*", 999.9, 1001, "Fresh")]
    [InlineData("*", 999.9, 1001.1, "Stale Changed")]
    [InlineData("*", 995, 1001.1, "Stale Changed")]
    [InlineData("*", 994.9, 1001.1, "Fresh")]
    [InlineData("*", 1000, 1000, "Stale Changed")]
    [InlineData("*", 1200, 1200, "Stale Changed")]
    [InlineData("tag-n", 1000, 1000, "Stale Changed")]
    [InlineData("tag-tier", 1000, 1000, "Fresh")]
    [InlineData("tag-tier", 999, 1200, "Fresh")]
    [InlineData("tag-n", 999, 1200, "Stale Changed")]
    [InlineData("@", 1000, 1000, "Stale Changed")]
    [InlineData("!", 999, 1200, "Fresh")]
    [InlineData("!", 1000, 1000, "Gone")]
    [InlineData("!!", 1000, 1000, "Gone")]
    public void By_a_mark_of_the_person(string field, double at, double now, string verdict) =>
        Is(verdict, Calm with { Marks = Marked(field, at), Now = At(now) });

    [Theory]
    [InlineData("*", 1000, 1000, "Stale Changed")]
    [InlineData("@", 1000, 1000, "Moved")]
    [InlineData("@", 998, 1000.9, "Fresh")]
    [InlineData("@", 998, 1001.1, "Moved")]
    [InlineData("@", 994, 1001.1, "Fresh")]
    [InlineData("tag-email", 1000, 1000, "Moved")]
    [InlineData("tag-email", 994, 1200, "Fresh")]
    [InlineData("tag-n", 1000, 1000, "Stale Changed")]
    public void By_a_mark_when_asked_by_e_mail(string field, double at, double now, string verdict) =>
        Is(verdict, Calm with { Marks = Marked(field, at), Now = At(now) }, ByMail);

    [Theory]
    [InlineData("*", 1000, "Stale Changed")]
    [InlineData("*", 990, "Fresh")]
    [InlineData("+", 1000, "Fresh")]
    public void By_a_mark_of_everybody(string field, double at, string verdict) => Is(
        verdict, Calm with { Marks = MarkSum.None with { Everybody = PersonMarks.None.With(field, At(at)) } });

    [Theory]
    [InlineData(true, 1, 0, true, 1000, "Fresh")]
    [InlineData(true, 2, 0, true, 1000, "Stale Unverified")]
    [InlineData(true, 1, 1000, true, 1000, "Stale Unverified")]
    [InlineData(true, 1, 999, true, 1000, "Fresh")]
    [InlineData(true, 1, 0, false, 1000, "Stale Unverified")]
    [InlineData(false, 1, 0, true, 1002, "Fresh")]
    [InlineData(false, 1, 0, true, 1002.1, "Stale Unverified")]
    [InlineData(false, 2, 1500, false, 1001, "Fresh")]
    public void By_what_the_board_can_vouch_for(bool connected, int generation, double horizon, bool whole, double now, string verdict) => Is(
        verdict,
        Calm with { Connected = connected, Generation = (ulong)generation, Horizon = At(horizon), MarksWhole = whole, Now = At(now) });

    [Theory]
    [InlineData(999, true, false, 1000, "Fresh")]
    [InlineData(1000, true, false, 1000, "Gone")]
    [InlineData(1200, true, false, 1300, "Gone")]
    [InlineData(0, false, false, 1000, "Unproven")]
    [InlineData(0, true, true, 1002, "Fresh")]
    [InlineData(0, true, true, 1002.1, "Unproven")]
    public void By_erasures(double erased, bool known, bool late, double now, string verdict) => Is(
        verdict, Calm with { ErasedAt = At(erased), ErasuresKnown = known, ErasuresLate = late, Now = At(now) });

    // Life 0 of a value: its node had not compared its clock with Redis' yet. Of the board: this node has not.
    [Theory]
    [InlineData(0, 0, 1002, "", 0, 0, "Fresh")]
    [InlineData(0, 0, 1002.1, "", 0, 0, "Stale Unverified")]
    [InlineData(0, 1, 1000, "", 0, 0, "Stale Unverified")]
    [InlineData(1, 0, 1000, "", 0, 0, "Stale Unverified")]
    [InlineData(0, 0, 1000, "", 0, 900, "Gone")]
    [InlineData(0, 1, 1000, "", 0, 900, "Gone")]
    [InlineData(1, 1, 1000, "", 0, 900, "Fresh")]
    [InlineData(0, 1, 1000, "!", 900, 0, "Gone")]
    [InlineData(0, 0, 1000, "!", 900, 0, "Fresh")]
    [InlineData(0, 1, 1000, "@", 900, 0, "Moved")]
    [InlineData(0, 0, 1000, "@", 900, 0, "Fresh")]
    public void By_a_clock_that_was_not_compared(
        int life, int followed, double now, string field, double marked, double erased, string verdict)
    {
        var seen = Calm with
        {
            Connected = false, Generation = (ulong)followed, Now = At(now), Marks = Marked(field, marked), ErasedAt = At(erased),
        };
        Assert.Equal(verdict, Text(Judge.Of(Like(Person, (ulong)life), ByMail, Policy, seen)));
    }

    [Fact]
    public void Another_shape_another_name_and_a_missing_attribute_are_no_use()
    {
        Is("Foreign", Calm, policy: Policy with { Shape = 8 });
        Is("Foreign", Calm, ById with { Asked = Identifier.Id("p2") });
        Is("Foreign", Calm, ByMail with { Asked = Identifier.Email("c@d.example") });
        Is("Lacks", Calm, ById with { Reads = new ReadSet(["n", "city"]) });
        Is("Lacks", Calm, ById with { Reads = ReadSet.Everything });
        Is("Fresh", Calm, ById with { Reads = ReadSet.None });
    }

    // Who asks for "everything" asks for the names that templates tell and those that the workspace maps: no others can have come.
    [Theory]
    [InlineData("Fresh", true, "n")]
    [InlineData("Fresh", false, "n", "tier")]
    [InlineData("Lacks", false, "city")]
    [InlineData("Lacks", true, "city")]
    public void Everything_covers_what_it_names(string verdict, bool all, params string[] names)
    {
        var entry = Like(Person, Person.Generation, new ReadSet(["n", "tier"], all: true));
        Assert.Equal(verdict, Text(Judge.Of(entry, ById with { Reads = new ReadSet(names, all) }, Policy, Calm)));
    }

    [Fact]
    public void Stale_attributes_are_those_that_changed_and_are_read()
    {
        var marks = MarkSum.None with
        {
            Person = PersonMarks.None.With("tag-n", At(1001)).With("tag-tier", At(999)).With("tag-city", At(1001)),
            Tags = name => ["older-" + name, "tag-" + name],
        };
        var verdict = Judge.Of(Person, ById with { Reads = new ReadSet(["n", "tier"]) }, Policy, Calm with { Marks = marks });
        Assert.Equal(["n"], verdict.StaleAttributes.Names);
        Assert.False(verdict.StaleAttributes.All);
        verdict = Judge.Of(Person, ById, Policy, Calm with { Marks = Marked("*", 1000) });
        Assert.True(verdict.StaleAttributes.All);
    }

    [Theory]
    [InlineData("", 0, 1010, "Fresh")]
    [InlineData("", 0, 1010.1, "Ended")]
    [InlineData("*", 1000, 1000, "Ended")]
    [InlineData("tag-tier", 1000, 1000, "Ended")]
    [InlineData("@", 1000, 1000, "Ended")]
    [InlineData("!", 990, 1001, "Fresh")]
    [InlineData("*", 996, 1001, "Fresh")]
    [InlineData("*", 996, 1001.1, "Ended")]
    public void Nobody(string field, double at, double now, string verdict)
    {
        Assert.Equal(verdict, Text(Judge.Of(NoOne, ById, Policy, Calm with { Marks = Marked(field, at), Now = At(now) })));
        var everybody = MarkSum.None with { Everybody = PersonMarks.None.With(MarkField.Created, At(at)) };
        Assert.Equal(verdict, Text(Judge.Of(NoOne, ById, Policy, Calm with { Marks = everybody, Now = At(now) })));
    }

    private static readonly Entry Person = new()
    {
        Kind = EntryKind.Person,
        Workspace = WorkspaceName.Default,
        Id = "p1",
        Identifiers = [Identifier.Id("p1"), Identifier.Email("a@b.example")],
        Covers = new ReadSet(["n", "tier", "email"]),
        Begun = At(Begun),
        Generation = 1,
        Source = "crm",
        Shape = 7,
    };

    private static readonly Entry NoOne = new()
    {
        Kind = EntryKind.Nobody,
        Workspace = WorkspaceName.Default,
        Identifiers = [Identifier.Id("p1")],
        Begun = At(Begun),
        Generation = 1,
        Source = "crm",
        Shape = 7,
    };

    private static Entry Like(Entry entry, ulong generation, ReadSet? covers = null) => new()
    {
        Kind = entry.Kind,
        Workspace = entry.Workspace,
        Id = entry.Id,
        Identifiers = entry.Identifiers,
        Covers = covers ?? entry.Covers,
        Begun = entry.Begun,
        Generation = generation,
        Source = entry.Source,
        Shape = entry.Shape,
    };

    private static Instant At(double seconds) => new((long)(seconds * 1_000_000));

    private static MarkSum Marked(string field, double at)
    {
        var marks = at == 0 ? PersonMarks.None : PersonMarks.None.With(field, At(at));
        return new(marks, marks, PersonMarks.None, name => ["tag-" + name]);
    }

    private static void Is(string verdict, Evidence seen, Question? question = null, Policy? policy = null) =>
        Assert.Equal(verdict, Text(Judge.Of(Person, question ?? ById, policy ?? Policy, seen)));

    private static string Text(Verdict verdict) => verdict.Standing switch
    {
        Standing.Fresh => "Fresh",
        Standing.Stale => $"Stale {verdict.Reason}",
        _ => verdict.Flaw.ToString(),
    };
}
