using System.Diagnostics.Metrics;

namespace Renderer.Model;

/// <summary>The buckets of histograms in seconds: without advice they would be those of milliseconds, which tell nothing below 5 s.</summary>
public static class Seconds
{
    /// <summary>0.5 ms to 5 s: what happens within a node, or between nodes.</summary>
    public static InstrumentAdvice<double> Short { get; } = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5],
    };

    /// <summary>5 ms to 60 s: what others are waited for.</summary>
    public static InstrumentAdvice<double> Long { get; } = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };
}
