using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Renderer.ServerTests.Infrastructure;
using Xunit;

namespace Renderer.ServerTests.Passthrough.SendGrid;

/// <summary>What sending through us costs, beside what it is compared with; the bars are wide, since the machine is shared.</summary>
public sealed class CostTests
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task A_marked_request_costs_about_what_a_batch_of_its_recipients_does()
    {
        await using var host = await EspHost.StartAsync();
        await using var stage = await host.StageAsync();
        var json = Mailing.To(Enumerable.Range(1, 1000), "[[renderer:letter]]", "[[renderer:letter]]").ToJsonString();
        var lines = string.Concat(Enumerable.Range(1, 1000).Select(person => $"{{\"email\":\"{Mailing.Address(person)}\"}}\n"));
        var (sent, batch) = (await MeasureAsync(SendAsync), await MeasureAsync(BatchAsync));
        Say("1,000 marked", sent, "batch of 1,000", batch);
        Assert.True(sent.Cpu < (batch.Cpu * 3) + Margin, $"{sent} against {batch}");

        async Task SendAsync()
        {
            using var answer = await stage.Node.SendAsync(json);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            host.Came.Clear();
        }

        async Task BatchAsync()
        {
            using var answer = await stage.Node.Http.PostTextAsync("/v1/render/letter/batch?part=html", lines, "application/x-ndjson");
            await answer.Content.CopyToAsync(Stream.Null);
        }
    }

    [Fact]
    public async Task A_request_that_is_read_for_marks_costs_little_more_than_one_that_is_streamed()
    {
        await using var host = await EspHost.StartAsync();
        await using var stage = await host.StageAsync();
        var body = Encoding.UTF8.GetBytes(Mailing.To([1], new string('x', 2800), "x").ToJsonString());
        var (direct, through) = (await MeasureAsync(() => ManyAsync("/esp/mail/v3/other")), await MeasureAsync(() => ManyAsync("/esp/mail/v3/mail/send")));
        Say("300 read", through, "300 streamed", direct);
        Assert.True(through.Cpu < (direct.Cpu * 2) + Margin, $"{through} against {direct}");

        async Task ManyAsync(string path)
        {
            for (var i = 0; i < 300; i++)
            {
                using var answer = await stage.Node.Http.PostAsync(path, new ByteArrayContent(body));
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            }

            host.Came.Clear();
        }
    }

    /// <summary>CPU and time of the best of several runs, after some that warm up.</summary>
    private static async Task<(TimeSpan Cpu, TimeSpan Took)> MeasureAsync(Func<Task> work)
    {
        var best = (Cpu: TimeSpan.MaxValue, Took: TimeSpan.MaxValue);
        for (var i = 0; i < 8; i++)
        {
            var (cpu, start) = (Process.GetCurrentProcess().TotalProcessorTime, TimeProvider.System.GetTimestamp());
            await work();
            var (used, took) = (Process.GetCurrentProcess().TotalProcessorTime - cpu, TimeProvider.System.GetElapsedTime(start));
            best = i < 3 ? best : (used < best.Cpu ? used : best.Cpu, took < best.Took ? took : best.Took);
        }

        return best;
    }

    private static void Say(string one, (TimeSpan Cpu, TimeSpan Took) first, string other, (TimeSpan Cpu, TimeSpan Took) second) =>
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{one}: CPU {first.Cpu.TotalMilliseconds:0} ms, took {first.Took.TotalMilliseconds:0} ms; {other}: CPU {second.Cpu.TotalMilliseconds:0} ms, took {second.Took.TotalMilliseconds:0} ms; ratio {first.Cpu / second.Cpu:0.00}"));
}
