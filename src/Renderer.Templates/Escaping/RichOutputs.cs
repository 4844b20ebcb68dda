using Renderer.Templates.Definitions;
using Renderer.Templates.Forms;

namespace Renderer.Templates.Escaping;

/// <summary>Finds outputs of attributes that are rich text.</summary>
internal static class RichOutputs
{
    /// <summary>Content outputs of these attributes keep their markup, sanitised.</summary>
    public static void Mark(IReadOnlyList<Form> forms, IReadOnlyList<string> attributes, Dictionary<int, OutputPlace> places)
    {
        foreach (var form in forms)
        {
            switch (form)
            {
                case OutputForm output when IsOne(output.Value, attributes) && places.TryGetValue(output.At, out var place) && place is { Kind: PlaceKind.Content, Around: Surround.Content }:
                    places[output.At] = place with { Kind = PlaceKind.RichText };
                    break;
                case ChoiceForm choice:
                    Each([.. choice.Branches.Select(b => b.Body), choice.Otherwise]);
                    break;
                case LoopForm loop:
                    Each([loop.Body, loop.Otherwise]);
                    break;
                case WhileForm loop:
                    Each([loop.Body]);
                    break;
                case CaptureForm capture:
                    Each([capture.Body]);
                    break;
                case BeyondForm beyond:
                    Each([.. beyond.Bodies, .. beyond.Apart]);
                    break;
            }
        }

        void Each(IReadOnlyList<IReadOnlyList<Form>> bodies)
        {
            foreach (var body in bodies)
            {
                Mark(body, attributes, places);
            }
        }
    }

    private static bool IsOne(Expression value, IReadOnlyList<string> attributes) => value switch
    {
        MemberExpression { Target: NameExpression { Name: ScopeNames.Profile } } member => attributes.Contains(member.Name),
        IndexExpression { Target: NameExpression { Name: ScopeNames.Profile }, Key: ConstantExpression { Value: string name } } => attributes.Contains(name),
        _ => false,
    };
}
