using CsCheck;
using Renderer.Ledger;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Ledger;

public sealed class PendingClaimsTests
{
    /// <summary>Against a plain list that does the same slowly: any order of claiming, writing and forgetting gives the same.</summary>
    [Fact]
    public void It_behaves_like_a_list_of_first_claims() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[1, 5]).Array[0, 60].Sample(steps =>
        {
            var pending = new PendingClaims(mostBytes: 1_000_000);
            var model = new List<PendingClaim>();
            foreach (var (action, key, person, count) in steps)
            {
                switch (action)
                {
                    case 0:
                        var claim = new PendingClaim("default", $"k{key}", $"p{person}", [(byte)count], Instant.Never);
                        var first = model.Find(one => one.Key == claim.Key);
                        if (first is null)
                        {
                            model.Add(claim);
                        }

                        Assert.Same((first ?? claim).Value, pending.Add(claim, out var dropped));
                        Assert.Equal(0, dropped);
                        break;
                    case 1:
                        var oldest = pending.Oldest(count);
                        Assert.Equal(model.Take(count), oldest);
                        pending.Remove(oldest);
                        model.RemoveRange(0, oldest.Count);
                        break;
                    default:
                        Assert.Equal(model.RemoveAll(one => one.Person == $"p{person}"), pending.Forget(WorkspaceName.Default, [$"p{person}"]));
                        break;
                }
            }

            Assert.Equal(model, pending.Oldest(int.MaxValue));
            Assert.Equal(model.Count, pending.Count);
        });

    [Fact]
    public void A_claim_made_anew_while_the_old_one_was_written_stays()
    {
        var pending = new PendingClaims(1_000_000);
        pending.Add(new PendingClaim("default", "k", "p", [1], Instant.Never), out _);
        var writing = pending.Oldest(10);
        pending.Forget(WorkspaceName.Default, ["p"]);
        pending.Add(new PendingClaim("default", "k", "p", [2], Instant.Never), out _);

        pending.Remove(writing);

        Assert.Equal([2], pending.Find("default", ["k"])!);
    }

    [Fact]
    public void One_claim_larger_than_the_bound_is_kept()
    {
        var pending = new PendingClaims(1000);
        pending.Add(new PendingClaim("default", "k1", "p", new byte[600], Instant.Never), out _);
        pending.Add(new PendingClaim("default", "k2", "p", new byte[5000], Instant.Never), out var dropped);

        Assert.Equal(1, dropped);
        Assert.NotNull(pending.Find("default", ["k2"]));
    }
}
