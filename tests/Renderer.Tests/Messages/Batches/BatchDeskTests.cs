using System.Text.Json;
using Renderer.Messages;
using Renderer.Messages.Batches;
using Renderer.Model;
using Xunit;

namespace Renderer.Tests.Messages.Batches;

public sealed class BatchDeskTests
{
    [Fact]
    public async Task A_fault_of_ours_costs_its_own_line_alone()
    {
        await using var desk = await Desk.OpenAsync("<p>{{ profile.n }}</p>");
        desk.Crm.Put("a", new { n = "Ann" });
        var document = JsonDocument.Parse("""{"n":"x"}""");
        var gone = document.RootElement;
        document.Dispose();
        var answers = await RunAsync(desk, desk.Order("a"), desk.Order("a") with { Profile = gone }, desk.Order("a"));

        Assert.Equal([MessageFailure.None, MessageFailure.Internal, MessageFailure.None], answers.Select(answer => answer.Failure));
        Assert.Contains("Ann", answers[2].Message!.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hasty_line_does_not_hurry_the_others()
    {
        await using var desk = await Desk.OpenAsync("<p>{{ profile.n }}</p>");
        desk.Crm.Put("a", new { n = "Ann" });
        desk.Crm.Put("b", new { n = "Bob" });
        desk.Crm.Put("c", new { n = "Cyd" });
        desk.Crm.BeforeLook = () => Task.Delay(400);
        var answers = await RunAsync(desk, desk.Order("a", 20_000), desk.Order("b", 60), desk.Order("c", 20_000));

        Assert.Equal([Outcome.Live, Outcome.Default, Outcome.Live], answers.Select(answer => answer.Message!.Outcome));
        Assert.Contains(2, desk.Crm.Bulks);
    }

    private static async Task<List<MessageAnswer>> RunAsync(Desk desk, params MessageOrder[] orders)
    {
        var answers = new List<MessageAnswer>();
        var lines = orders.Select((order, index) => new BatchLine(index, order, null)).ToAsyncEnumerable();
        await foreach (var result in desk.Batches.RunAsync(desk.Template, lines, default))
        {
            answers.Add(result.Answer);
        }

        return answers;
    }
}
