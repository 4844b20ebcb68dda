using Renderer.Model;

namespace Renderer.Server.Open.Classing;

/// <summary>Who asked, as far as the rules tell.</summary>
/// <param name="Class">What is counted and kept.</param>
/// <param name="IsSure">False: it only looks so, by its timing or its tools. It is counted as told, and gets and does what a person would.</param>
internal readonly record struct Verdict(OpenClass Class, bool IsSure)
{
    /// <summary>Whom to treat it as: a person who is taken for a machine would be shown, or would decide, something else than they see.</summary>
    public OpenClass Acts => IsSure ? Class : OpenClass.Person;
}
