using Renderer.Templates.Forms;

namespace Renderer.Tests.Templates.Escaping;

/// <summary>The outputs of a script, in the order of its source.</summary>
internal static class Outputs
{
    public static IEnumerable<int> Of(IReadOnlyList<Form> forms) => forms.SelectMany(Of).Order();

    private static IEnumerable<int> Of(Form form) => form switch
    {
        OutputForm output => [output.At],
        ChoiceForm choice => choice.Branches.SelectMany(b => Of(b.Body)).Concat(Of(choice.Otherwise)),
        LoopForm loop => Of(loop.Body).Concat(Of(loop.Otherwise)),
        WhileForm loop => Of(loop.Body),
        CaptureForm capture => Of(capture.Body),
        BeyondForm beyond => beyond.Bodies.Concat(beyond.Apart).SelectMany(Of),
        _ => [],
    };
}
